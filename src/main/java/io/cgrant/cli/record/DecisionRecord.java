// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One decision, as its line in the log tells it.
///
/// @param time of the decision
/// @param line the whole record
public record DecisionRecord(Instant time, JsonNode line) {

  private static final int DEEPEST = 20;

  /// As `kubectl logs --prefix --timestamps` writes both.
  private static final Pattern PREFIX =
      Pattern.compile(
          "(?:\\[pod/[a-z0-9.-]+/[a-z0-9-]+] )?"
              + "(?:\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d) )?");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// What kubectl writes in front of a line is passed over. A line that only quotes a record, as
  /// that of another program may, is none. Nor is one with a key twice: cgrant writes no such
  /// line, and readers differ on which of both counts.
  ///
  /// @return empty where the line is no record
  public static Optional<DecisionRecord> of(String written) {
    var prefix = PREFIX.matcher(written);
    int start = prefix.lookingAt() ? prefix.end() : 0;
    if (!written.startsWith("{", start)) {
      return Optional.empty();
    }
    try {
      JsonNode line = JSON.readTree(written.substring(start));
      boolean isRecord = line.path("verdict").isTextual() && line.path("uid").isTextual();
      return isRecord
          ? Optional.of(new DecisionRecord(Instant.parse(line.path("time").asText()), line))
          : Optional.empty();
    } catch (JsonProcessingException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  boolean isOneOf(Set<Verdict> verdicts) {
    return verdicts.stream().anyMatch(verdict -> verdict.name().equals(text("verdict")));
  }

  public String text(String field) {
    return line.path(field).asText();
  }

  /// The policies that have a word in it: the one that grants, or those whose findings stand
  /// against it. Without their generation.
  public Set<String> policies() {
    var policies = new LinkedHashSet<String>();
    if (line.has("policy")) {
      policies.add(text("policy"));
    }
    for (JsonNode finding : line.path("findings")) {
      if (finding.has("policy")) {
        policies.add(finding.path("policy").asText());
      }
    }
    return policies;
  }

  /// The distinct reasons of its findings; of an undecided one, the cause.
  public Set<String> reasons() {
    var reasons = new LinkedHashSet<String>();
    for (JsonNode finding : line.path("findings")) {
      reasons.add(finding.path("reason").asText());
    }
    if (line.has("cause")) {
      reasons.add(text("cause"));
    }
    return reasons;
  }

  /// Whose doing it was: the author of the template where the webhook knows one, else the user.
  public String who() {
    return line.has("author") ? text("author") : text("user");
  }

  /// The object that a person wrote, as far as the record knows it, as `Deployment/head`.
  public String workload() {
    JsonNode top = line.has("topOwner") ? line.path("topOwner") : controller();
    return top.isMissingNode()
        ? "Pod/" + text("name")
        : top.path("kind").asText() + "/" + top.path("name").asText();
  }

  private JsonNode controller() {
    JsonNode first = line.path("owners").path(0);
    return first.path("controller").asBoolean() ? first : MissingNode.getInstance();
  }

  /// What it says about one of the things that are counted.
  public List<String> about(Aspect aspect) {
    return switch (aspect) {
      case verdict -> List.of(text("verdict"));
      case namespace -> List.of(text("namespace"));
      case policy -> List.copyOf(policies());
      case reason -> List.copyOf(reasons());
      case user -> List.of(who());
      case workload -> List.of(text("namespace") + "/" + workload());
    };
  }

  /// The words of the field `verdict`.
  public enum Verdict {
    Granted,
    Refused,
    Undecided,
    NotAsked
  }

  /// What records are counted by.
  public enum Aspect {
    verdict,
    namespace,
    policy,
    reason,
    user,
    workload
  }
}
