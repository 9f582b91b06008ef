// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.drift.Cause;
import io.cgrant.policy.Verdict;
import io.cgrant.policyreport.PodResult.Outcome;
import io.cgrant.policyreport.PodResult.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodResultTest {

  @Test
  void whatNobodyWouldGrantFails() {
    PodResult result = PodResult.of(Found.refusedToday("ml", "head")).orElseThrow();
    assertEquals(Outcome.Fail, result.outcome());
    assertEquals(Severity.High, result.severity());
    assertEquals("ray", result.policy());
    assertEquals("PolicyChanged", result.rule());
    assertEquals("why", result.message());
    assertEquals("head", result.pod());
    assertEquals("u-head", result.uid());
    assertEquals(
        Map.of(
            "grantedBy", "ray@3",
            "owner", "ReplicaSet/head-5d9",
            "reasons", "LimitMissing",
            "routes", "RuntimeClass"),
        result.properties());
  }

  @Test
  void whatWouldBeGrantedAnewFailsLess() {
    PodResult result = PodResult.of(Found.grantedToday("ml", "head")).orElseThrow();
    assertEquals(Outcome.Fail, result.outcome());
    assertEquals(Severity.Medium, result.severity());
    assertEquals("cgrant", result.policy(), "a report must name one");
    assertEquals(
        Map.of("owner", "ReplicaSet/head-5d9", "routes", "RuntimeClass"), result.properties());
  }

  @Test
  void whatIsOnlyToleratedIsWarnedOf() {
    PodResult result = PodResult.of(Found.tolerated("ml", "head")).orElseThrow();
    assertEquals(Outcome.Warn, result.outcome());
    assertEquals(Severity.Low, result.severity());
    assertEquals("ray", result.policy());
    assertEquals("Tolerated", result.rule());
  }

  @Test
  void whatIsSoundIsNotTold() {
    assertEquals(Optional.empty(), PodResult.of(Found.sound("ml", "head")));
  }

  @Test
  void whatAPodSaysIsShortAndPrintable() {
    String evil = "\u001b[31m\u202e\n" + "\ud83d\ude00".repeat(2_000);
    PodResult result =
        PodResult.of(
                Found.drifting(
                    "ml", "head", Cause.PolicyDeleted, Verdict.NotAsked.UNTOUCHED, evil, evil))
            .orElseThrow();
    for (String text :
        List.of(result.message(), result.policy(), result.properties().get("grantedBy"))) {
      assertTrue(text.length() <= 1_024 && text.endsWith("…"), text);
      assertTrue(text.startsWith("?[31m??"), text);
      assertTrue(
          text.codePoints().noneMatch(c -> c < ' ' || Character.getType(c) == Character.SURROGATE),
          text);
    }
  }

  @Test
  void whoWritesARecordThatNamesNobodyLeavesTheReportValid() {
    PodResult result =
        PodResult.of(
                Found.drifting(
                    "ml", "head", Cause.PolicyDeleted, Verdict.NotAsked.UNTOUCHED, "@3", "why"))
            .orElseThrow();
    assertEquals("cgrant", result.policy());
  }
}
