// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.drift.Cause;
import io.cgrant.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private final Gathering gathering = new Gathering();

  @Test
  void eachNamespaceHasWhatIsItsOwnInAnOrderThatStays() {
    gathering.add(Found.tolerated("ml", "a"));
    gathering.add(Found.refusedToday("ml", "c"));
    gathering.add(Found.refusedToday("ml", "b"));
    gathering.add(Found.sound("web", "d"));
    Survey survey = gathering.end();
    assertEquals(List.of("ml"), List.copyOf(survey.namespaces().keySet()));
    assertEquals(List.of("b", "c", "a"), pods(survey.namespaces().get("ml")));
    assertEquals(0, survey.leftOut());
  }

  @Test
  void ofAHundredAndMoreTheOthersAreANumber() {
    for (int i = 0; i < 130; i++) {
      gathering.add(Found.refusedToday("ml", "pod-%03d".formatted(i)));
    }
    gathering.add(Found.tolerated("ml", "warned"));
    Survey survey = gathering.end();
    NamespaceFindings findings = survey.namespaces().get("ml");
    assertEquals(100, findings.results().size());
    assertEquals(130, findings.failed());
    assertEquals(1, findings.warned());
    assertEquals(31, findings.more());
    assertEquals(30, findings.moreFailed());
    assertEquals(31, survey.leftOut());
  }

  @Test
  void whatFailsIsNotHiddenByWhatIsTolerated() {
    for (int i = 0; i < 100; i++) {
      gathering.add(Found.tolerated("ml", "warned-%03d".formatted(i)));
    }
    gathering.add(Found.refusedToday("ml", "failing"));
    NamespaceFindings findings = gathering.end().namespaces().get("ml");
    assertEquals("failing", findings.results().getFirst().pod());
    assertEquals(100, findings.results().size());
    assertEquals(1, findings.more());
    assertEquals(0, findings.moreFailed());
  }

  @Test
  void allTogetherAreBoundedToo() {
    for (int i = 0; i < Gathering.MOST_NAMESPACES + 5; i++) {
      for (int pod = 0; pod < 6; pod++) {
        gathering.add(Found.refusedToday("ns-%04d".formatted(i), "pod-" + pod));
      }
    }
    Survey survey = gathering.end();
    assertEquals(Gathering.MOST_NAMESPACES, survey.namespaces().size());
    int results = survey.namespaces().values().stream().mapToInt(f -> f.results().size()).sum();
    assertEquals(Gathering.MOST_IN_ALL, results);
    assertEquals((Gathering.MOST_NAMESPACES + 5) * 6 - Gathering.MOST_IN_ALL, survey.leftOut());
    assertEquals(6, survey.namespaces().get("ns-0999").failed(), "its number is known");
  }

  /// As large as anybody can make it.
  @Test
  void aReportIsFarSmallerThanEtcdTakes() {
    String long3 = "\u20ac\"\\".repeat(1_000);
    for (int i = 0; i < 200; i++) {
      gathering.add(
          Found.drifting(
              "ml", "p" + i + long3, Cause.NoRecord, Verdict.NotAsked.UNTOUCHED, long3, long3));
    }
    NamespaceFindings findings = gathering.end().namespaces().get("ml");
    assertTrue(findings.results().size() > 30, "" + findings.results().size());
    String json =
        ReportBody.of(ReportKind.OpenReports, "ml", findings, r -> Instant.EPOCH, Optional.empty())
            .toString();
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 2 * Gathering.MOST_BYTES, bytes + " bytes");
  }

  /// Readers know a result by its resource, policy, rule, result, category and message, and keep
  /// one of two that agree in all of them.
  @Test
  void noTwoResultsLookTheSameToAReader() {
    for (int i = 0; i < 150; i++) {
      gathering.add(Found.refusedToday("ml", "pod-" + i));
      gathering.add(Found.tolerated("ml", "other-" + i));
    }
    JsonNode report =
        ReportBody.of(
            ReportKind.OpenReports,
            "ml",
            gathering.end().namespaces().get("ml"),
            r -> Instant.EPOCH,
            Optional.empty());
    assertTrue(report.path("scope").isMissingNode(), "or every result would be about it");
    var seen = new HashSet<String>();
    for (JsonNode result : report.path("results")) {
      assertEquals(1, result.path("resources").size(), "readers look at the first");
      String identity = result.at("/resources/0/name").asText() + result.at("/resources/0/uid");
      for (String field : List.of("policy", "rule", "result", "category", "message")) {
        identity += "/" + result.path(field).asText();
      }
      assertTrue(seen.add(identity), identity);
    }
    assertEquals(101, seen.size());
  }

  private static List<String> pods(NamespaceFindings findings) {
    return findings.results().stream().map(PodResult::pod).toList();
  }
}
