// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.cgrant.admission.Printable;
import io.cgrant.drift.Drift;
import io.cgrant.drift.Holding;
import io.cgrant.drift.Tolerance;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What stands against one pod, as one result of a report. All text is bounded and printable, and
/// of the pod's words it quotes only names and the places of fields.
///
/// @param policy that granted the pod, or that tolerates it; `cgrant` where none did
/// @param rule the cause of a drift, or `Tolerated`
/// @param properties what a machine may want beside the message
record PodResult(
    Outcome outcome,
    Severity severity,
    String policy,
    String rule,
    String message,
    String pod,
    String uid,
    Map<String, String> properties) {

  /// Where no policy can be named.
  static final String NO_POLICY = "cgrant";

  private static final String TOLERATED = "Tolerated";

  /// In characters.
  private static final int LONGEST_MESSAGE = 1_024;

  private static final int LONGEST_WORD = 253;

  /// Of what has no text: names of fields, numbers and braces.
  private static final int FRAME = 600;

  enum Outcome {
    Fail,
    Warn;

    String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Severity {
    /// Nobody would give the pod today what it holds.
    High,
    /// It would be given today, or that cannot be told; but not by what it was given by.
    Medium,
    /// A policy that does not enforce lets it pass.
    Low;

    String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  PodResult {
    // In an order that never changes, unlike that of `Map.copyOf`.
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /// Empty for a pod that may hold what it holds.
  static Optional<PodResult> of(Holding holding) {
    return holding
        .drift()
        .map(drift -> of(holding, drift))
        .or(() -> holding.tolerance().map(tolerance -> of(holding, tolerance)));
  }

  private static PodResult of(Holding holding, Drift drift) {
    List<Objection> objections =
        drift.today() instanceof Verdict.Refused refused ? refused.objections() : List.of();
    return new PodResult(
        Outcome.Fail,
        drift.today() instanceof Verdict.Refused ? Severity.High : Severity.Medium,
        holding.grantedBy().map(PodResult::policyOf).orElse(NO_POLICY),
        drift.cause().name(),
        cut(drift.sentence(), LONGEST_MESSAGE),
        cut(holding.pod().pod().name(), LONGEST_WORD),
        cut(holding.pod().uid(), LONGEST_WORD),
        properties(holding, objections));
  }

  private static PodResult of(Holding holding, Tolerance tolerance) {
    return new PodResult(
        Outcome.Warn,
        Severity.Low,
        cut(tolerance.policy(), LONGEST_WORD),
        TOLERATED,
        cut(tolerance.sentence(), LONGEST_MESSAGE),
        cut(holding.pod().pod().name(), LONGEST_WORD),
        cut(holding.pod().uid(), LONGEST_WORD),
        properties(holding, tolerance.objections()));
  }

  /// What no other result has. A pod of the same name has another uid.
  Key key() {
    return new Key(uid, policy, rule);
  }

  /// How many bytes of JSON it is, about.
  int weight() {
    int all = FRAME + bytes(policy) + bytes(rule) + bytes(message) + bytes(pod) + bytes(uid);
    for (var property : properties.entrySet()) {
      all += bytes(property.getKey()) + bytes(property.getValue());
    }
    return all;
  }

  /// By what a result is known again.
  record Key(String uid, String policy, String rule) {}

  private static Map<String, String> properties(Holding holding, List<Objection> objections) {
    var all = new TreeMap<String, String>();
    holding.grantedBy().ifPresent(record -> all.put("grantedBy", record));
    holding
        .pod()
        .pod()
        .owners()
        .controller()
        .ifPresent(owner -> all.put("owner", owner.kind() + "/" + owner.name()));
    all.put("reasons", joined(objections.stream().map(o -> o.finding().reason()).toList()));
    all.put("routes", joined(holding.routes()));
    all.values().removeIf(String::isEmpty);
    all.replaceAll((name, value) -> cut(value, LONGEST_WORD));
    return all;
  }

  private static String joined(Iterable<? extends Enum<?>> names) {
    var all = new LinkedHashSet<String>();
    names.forEach(name -> all.add(name.name()));
    return all.stream().collect(Collectors.joining(","));
  }

  private static String policyOf(String record) {
    int at = record.lastIndexOf('@');
    String policy = cut(at < 0 ? record : record.substring(0, at), LONGEST_WORD);
    return policy.isEmpty() ? NO_POLICY : policy;
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return Printable.of(text);
    }
    boolean isHalf = Character.isHighSurrogate(text.charAt(longest - 2));
    return Printable.of(text.substring(0, isHalf ? longest - 2 : longest - 1)) + "…";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
