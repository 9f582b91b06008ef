// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was seen on one node.
///
/// @param seenOn a day, as `2026-11-29`
/// @param files with which, as [TestedFiles#digest] has them
/// @param kind of the node
/// @param versions as [Node#versions] has them
/// @param claims by "claim, runtime"; `yes`, what the node lacks to show it, or why it is not so
/// @param pairs by their name; `works`, `void`, or what was seen instead of what must be
/// @param hostile by "workload, stage"; empty for CRI-O, which is built without seccomp
record NodeResult(
    String seenOn,
    String files,
    Node.Kind kind,
    Map<String, String> versions,
    Map<String, String> claims,
    Map<String, String> pairs,
    Map<String, String> hostile) {

  /// With the reason after it.
  private static final String NOT_SHOWN = "not shown: ";

  /// Runs everything there is on a node.
  static NodeResult of(Node node) {
    var claims = new LinkedHashMap<String, String>();
    for (Claim claim : Claim.values()) {
      for (OciRuntime runtime : OciRuntime.values()) {
        claims.put(
            key(claim, runtime),
            claim
                .whyNotOn(node)
                .map(why -> NOT_SHOWN + why)
                .orElseGet(() -> seen("yes", () -> claim.check(node, runtime))));
      }
    }
    var pairs = new LinkedHashMap<String, String>();
    for (Pair pair : Pair.of(node.kind())) {
      String grant = pair.grant() == Pair.Grant.Works ? "works" : "void";
      pairs.put(pair.name(), seen(grant, () -> pair.check(node)));
    }
    Map<String, String> hostile = node.hasCrio() ? Map.of() : hostile(node);
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    return new NodeResult(
        today, TestedFiles.digest(), node.kind(), node.versions(), claims, pairs, hostile);
  }

  private static Map<String, String> hostile(Node node) {
    var results = new LinkedHashMap<String, String>();
    for (HostileStage stage : HostileStage.of(node.kind())) {
      try (var pair = new HostilePair(stage, node)) {
        for (Hostile hostile : Hostile.all()) {
          results.put(key(hostile, stage), inWords(hostile.run(pair), stage.keepsItsBounds(node)));
        }
      }
    }
    return results;
  }

  static String key(Claim claim, OciRuntime runtime) {
    return claim.says() + ", " + runtime.plain();
  }

  static String key(Hostile hostile, HostileStage stage) {
    return hostile.name() + ", " + stage.name();
  }

  static String inWords(Hostile.Result result, boolean mustKeepItsBounds) {
    if (!result.escapes().isEmpty()) {
      return "ESCAPED: " + String.join("; ", result.escapes());
    }
    if (mustKeepItsBounds && !result.raised().isEmpty()) {
      return "LIFTED: " + String.join("; ", result.raised());
    }
    return "stays ("
        + result.refused().size()
        + " refused"
        + (result.shared().isEmpty()
            ? ""
            : ", " + result.shared().size() + " reach its pod's other container")
        + (result.mounted().isEmpty() ? "" : ", " + result.mounted().size() + " show itself alone")
        + (result.raised().isEmpty() ? "" : ", lifts its own " + String.join(", ", result.raised()))
        + ")";
  }

  private static String seen(String asItMustBe, Runnable check) {
    try {
      check.run();
      return asItMustBe;
    } catch (AssertionError | IllegalStateException e) {
      NodesExtension.say(asItMustBe + " was wanted: " + e.getMessage());
      return "NO: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  /// Whether everything is as it must be.
  boolean holds() {
    return claims.values().stream().allMatch(c -> c.equals("yes") || c.startsWith(NOT_SHOWN))
        && pairs.values().stream().noneMatch(p -> p.startsWith("NO"))
        && hostile.values().stream()
            .noneMatch(h -> h.startsWith("ESCAPED") || h.startsWith("LIFTED"));
  }

  String title() {
    String runtime =
        versions.containsKey("crio")
            ? "CRI-O " + versions.get("crio")
            : "containerd " + versions.get("containerd").replaceFirst("\\+.*", "");
    return runtime + (kind == Node.Kind.Machine ? ", machine" : "");
  }
}
