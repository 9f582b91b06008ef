// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.admission.AuditEntry;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionLineTest {

  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  private static final String REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
       "uid":"u-1","kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"ml",
       "operation":"CREATE","dryRun":true,
       "userInfo":{"username":"jane","groups":[GROUPS]},
       "object":{"kind":"Pod","apiVersion":"v1",
        "metadata":{"name":"worker","labels":{"cgrant.io/writable-cgroup":"true"},
         "annotations":{"io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw":"true"},
         "ownerReferences":[OWNERS]},
        "spec":{"runtimeClassName":"cgroup-writable","hostUsers":false,
         "containers":[CONTAINERS],
         "volumes":[{"name":"model","image":{"reference":"m:1"}},{"name":"t","emptyDir":{}}]}}}}
      """;

  private static final String OWNERS =
      """
      {"kind":"Team","name":"t"},{"kind":"ReplicaSet","name":"w-1","controller":true}""";

  @Test
  void saysWhoAskedHowForWhatAndWhatCameOfIt() {
    String containers =
        """
        {"name":"main","image":"r.example/a@DIGEST"},{"name":"log","image":"b:2"}"""
            .replace("DIGEST", DIGEST);
    Ask ask = ask("\"dev\",\"ops\"", OWNERS, containers);
    Verdict verdict = Gate.decide(ask, Worlds.with(Worlds.policy("ray")));
    JsonNode line = line(new AuditEntry(ask, verdict, Duration.ofNanos(1_234_567)));

    assertEquals("[\"dev\",\"ops\"]", line.get("groups").toString());
    assertEquals(
        "[{\"kind\":\"ReplicaSet\",\"name\":\"w-1\",\"controller\":true},"
            + "{\"kind\":\"Team\",\"name\":\"t\",\"controller\":false}]",
        line.get("owners").toString());
    assertEquals("Yes", line.get("askLabel").textValue());
    assertEquals("cgroup-writable", line.get("runtimeClass").textValue());
    assertEquals("[\"RuntimeClass\",\"CrioAnnotation\"]", line.get("routes").toString());
    assertEquals(
        "[{\"container\":\"main\",\"image\":\"r.example/a@%s\"},".formatted(DIGEST)
            + "{\"container\":\"log\",\"image\":\"b:2\"},{\"volume\":\"model\",\"image\":\"m:1\"}]",
        line.get("images").toString());
    assertEquals(1_234, line.get("latencyMicros").intValue());
    assertEquals(3, line.get("snapshotAgeSeconds").intValue());
    assertEquals("RouteNotGranted", line.at("/findings/0/reason").textValue());
  }

  @Test
  void aGrantNamesThePolicyItsGenerationAndBoth() {
    Ask ask = ask("", "", "{\"name\":\"main\",\"image\":\"a\"}");
    var granted = new Verdict.Granted(Worlds.policy("ray"), List.of());
    JsonNode line = line(new AuditEntry(ask, granted));

    assertEquals("ray", line.get("policy").textValue());
    assertEquals(1, line.get("policyGeneration").intValue());
    assertEquals("ray@1", line.get("grantedBy").textValue());
    assertFalse(line.has("groups"));
    assertFalse(line.has("owners"));
  }

  /// A refusal has one for each finding: which version of the policy stood against the pod.
  @Test
  void aFindingNamesTheGenerationOfItsPolicyAndThatOfTheFloorNone() {
    var finding = new Finding("spec", Reason.HostPort, "detail");
    var refused =
        new Verdict.Refused(
            List.of(
                new Objection(Optional.of("ray"), OptionalLong.of(3), finding),
                new Objection(Optional.empty(), OptionalLong.empty(), finding)));
    JsonNode line =
        line(new AuditEntry(ask("", "", "{\"name\":\"main\",\"image\":\"a\"}"), refused));
    assertEquals("ray", line.at("/findings/0/policy").textValue());
    assertEquals(3, line.at("/findings/0/policyGeneration").intValue());
    assertFalse(line.at("/findings/1").has("policyGeneration"));
  }

  @Test
  void noListOfALineIsLong() {
    JsonNode line =
        line(
            new AuditEntry(
                ask(
                    numbered(40, "\"g%d\""),
                    "{\"controller\":true}," + numbered(20, "{\"kind\":\"Team\",\"name\":\"t%d\"}"),
                    numbered(50, "{\"name\":\"c%d\",\"image\":\"i\"}")),
                new Verdict.Refused(List.of())));

    assertEquals(List.of(32, 8), sizes(line, "groups", "moreGroups"));
    assertEquals(List.of(9, 12), sizes(line, "owners", "moreOwners"));
    assertEquals(List.of(32, 19), sizes(line, "images", "moreImages"));
  }

  @Test
  void whatATerminalOrAReaderOfLinesWouldActOnIsReplaced() {
    String hostile = "a\\nb\\u001b[31mc\\u202ed\\u2028e\\u0085f\\u200fg";
    Ask ask =
        ask(
            "\"" + hostile + "\"",
            "{\"kind\":\"" + hostile + "\",\"name\":\"" + hostile + "\"}",
            "{\"name\":\"" + hostile + "\",\"image\":\"" + hostile + "\"}");
    var finding = new Finding("spec.a\u202e\nb", Reason.NoPolicy, "no\u001b[0m \u2067policy");
    var objection = new Objection(Optional.of("r\u2028ay"), OptionalLong.of(3), finding);
    JsonNode line = line(new AuditEntry(ask, new Verdict.Refused(List.of(objection))));

    String shown = "a?b?[31mc?d?e?f?g";
    assertEquals(shown, line.at("/groups/0").textValue());
    assertEquals(shown, line.at("/owners/0/kind").textValue());
    assertEquals(shown, line.at("/owners/0/name").textValue());
    assertEquals(shown, line.at("/images/0/container").textValue());
    assertEquals("a?***", line.at("/images/0/image").textValue());
    assertEquals("spec.a??b", line.at("/findings/0/path").textValue());
    assertEquals("r?ay", line.at("/findings/0/policy").textValue());
    assertEquals("no?[0m ?policy", line.at("/findings/0/message").textValue());
  }

  @Test
  void whereNobodyCouldDecideThePodStillShowsHowItAsks() {
    JsonNode line =
        line(
            new AuditEntry(
                ask("", "", "{\"name\":\"main\",\"image\":\"a\",\"command\":[\"/sbin/init\"]}"),
                new Verdict.Undecided(Verdict.Cause.NotSynced, "not yet")));
    assertEquals("[\"CrioAnnotation\",\"CrioSystemd\"]", line.get("routes").toString());
  }

  @Test
  void aSentenceThatQuotesThePodIsNotTold() {
    Ask ask = ask("", "", "{\"name\":\"main\",\"image\":\"a\"}");
    List<Objection> all =
        Arrays.stream(Reason.values())
            .map(
                r ->
                    new Objection(
                        Optional.of("ray"), OptionalLong.of(3), new Finding("spec", r, "sentence")))
            .toList();
    JsonNode findings = line(new AuditEntry(ask, new Verdict.Refused(all))).get("findings");

    assertEquals(Reason.values().length, findings.size());
    var told =
        findings
            .valueStream()
            .filter(f -> f.has("message"))
            .map(f -> f.get("reason").textValue())
            .toList();
    assertEquals(
        List.of(
            "RuleUnmet",
            "QuotaExceeded",
            "QuotaOnlyAtCreation",
            "QuotaWithoutRecord",
            "AskUnanswered",
            "NoPolicy",
            "RouteNotGranted",
            "RuntimeClassNotFound",
            "RuntimeClassNotGated"),
        told);
  }

  private static List<Integer> sizes(JsonNode line, String list, String rest) {
    return List.of(line.get(list).size(), line.get(rest).intValue());
  }

  private static String numbered(int count, String form) {
    return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining(","));
  }

  private static Ask ask(String groups, String owners, String containers) {
    String review =
        REVIEW
            .replace("GROUPS", groups)
            .replace("OWNERS", owners)
            .replace("CONTAINERS", containers);
    return ReviewReader.read(review.getBytes(StandardCharsets.UTF_8), Ask.Phase.Validate);
  }

  private static JsonNode line(AuditEntry entry) {
    byte[] line =
        DecisionLine.of(
            entry,
            Instant.parse("2026-11-24T12:00:00.5Z"),
            Duration.ofMillis(3_900),
            Worlds.CONTROLLERS);
    String text = new String(line, StandardCharsets.UTF_8);
    assertEquals(1, text.lines().count(), text);
    assertEquals('\n', text.charAt(text.length() - 1));
    return Lines.parsed(text);
  }
}
