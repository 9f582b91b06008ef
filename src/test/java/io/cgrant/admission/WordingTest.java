// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Names in a pod are written by people who may mean harm.
class WordingTest {

  private static final Ask ASK = Asks.mutate(Pods.granted().view());

  @Test
  void whatBreaksATerminalOrAHeaderBecomesAQuestionMark() {
    String hostile =
        "a\nb\rc\td\u001b[31me\u007ff\u0085g\u009bh\u202ei\u2028j\u2029k\u200bl\ud83dm\u0000";
    String expected = "a?b?c?d?[31me?f?g?h?i?j?k?l?m?";
    assertEquals(
        "no policy grants this pod a writable cgroup (1 finding):\n- spec.x: HostPort: " + expected,
        Wording.refusal(ASK, Objections.of(List.of(said(hostile)))));
    assertEquals(
        List.of("pods would be refused: spec.x: HostPort: " + expected),
        Wording.wouldBeRefused(ASK, Objections.of(List.of(said(hostile)))));
    assertEquals(
        "cannot decide yet: " + expected,
        Wording.undecided(ASK, new Verdict.Undecided(Verdict.Cause.UnknownRuntimeClass, hostile)));
  }

  @Test
  void whatPeopleWriteStays() {
    String text = "Übung „größe“ 日本語 🙂 (a/b) \"c\" <d>";
    assertTrue(Wording.refusal(ASK, Objections.of(List.of(said(text)))).endsWith(": " + text));
  }

  @Test
  void aLongWarningLosesItsMiddleAndKeepsTheFieldAndTheWayOut() {
    for (String filling : List.of("x", "🙂")) {
      var objection = said("container \"" + filling.repeat(5_000) + "\" is wrong; remove it");
      String warning = Wording.wouldBeRefused(ASK, Objections.of(List.of(objection))).getFirst();
      assertEquals(249, runes(warning));
      assertTrue(
          warning.startsWith("pods would be refused: spec.x: HostPort: container \""), warning);
      assertTrue(warning.endsWith(filling + "\" is wrong; remove it"), warning);
      assertTrue(warning.contains(filling + "…" + filling), warning);
      assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(warning), "no half of a pair");
    }
  }

  @Test
  void aWarningOf250CharactersIsWhole() {
    int frame = "granted for now, but: spec.x: HostPort: ".length();
    for (int length : List.of(249, 250)) {
      String detail = "y".repeat(length - frame);
      assertEquals(
          List.of("granted for now, but: spec.x: HostPort: " + detail),
          Wording.tolerated(ASK, new Verdict.Granted(Worlds.policy("ray"), List.of(said(detail)))));
    }
  }

  @Test
  void allWarningsTogetherStayBelowWhatTheApiServerCuts() {
    var many = copies(1_000, said("z".repeat(10_000)));
    List<String> warnings = Wording.leftOrdinary(ASK, many);
    assertEquals(16, warnings.size());
    assertEquals("and at least 985 more findings", warnings.getLast());
    assertTrue(warnings.stream().mapToInt(WordingTest::runes).sum() <= 4_096);
    assertTrue(warnings.stream().allMatch(w -> runes(w) <= 256));
  }

  @Test
  void fifteenFindingsNeedNoRemainder() {
    assertEquals(15, Wording.wouldBeRefused(ASK, copies(15, said("d"))).size());
    List<String> sixteen = Wording.wouldBeRefused(ASK, copies(16, said("d")));
    assertEquals("and 1 more finding", sixteen.getLast());
  }

  @Test
  void aRefusalIsBoundedHoweverManyAndLongTheFindings() {
    var many = copies(100_000, said("z".repeat(10_000)));
    String refusal = Wording.refusal(ASK, many);
    List<String> lines = refusal.lines().toList();
    assertEquals(202, lines.size());
    assertEquals(
        "no policy grants this pod a writable cgroup (at least 100000 findings):",
        lines.getFirst());
    assertEquals("and at least 99800 more findings", lines.getLast());
    assertTrue(lines.stream().allMatch(line -> runes(line) <= 1_002));
    assertFalse(Wording.refusal(ASK, copies(200, said("d"))).contains("more finding"));
  }

  private static Objections copies(int number, Objection objection) {
    return Objections.of(Collections.nCopies(number, objection));
  }

  @Test
  void aSummaryCountsWhatIsNotKeptToo() {
    var entry = new AuditEntry(ASK, new Verdict.Refused(copies(300, said("x"))));
    String opening = "no policy grants this pod a writable cgroup (at least 300 findings): ";
    String finding = "spec.x: HostPort: x";
    assertEquals(
        opening + finding + "; and at least 299 more",
        Wording.summary(entry, opening.length() + finding.length() + 26));
    assertTrue(Wording.summary(entry, 100_000).endsWith("; and at least 100 more"));
  }

  @Test
  void aSummaryNamesEveryFindingThatFitsAndCountsTheRest() {
    var refused = new Verdict.Refused(List.of(said("one"), said("two"), said("three")));
    var entry = new AuditEntry(ASK, refused);
    String whole =
        "no policy grants this pod a writable cgroup (3 findings): spec.x: HostPort: one;"
            + " spec.x: HostPort: two; spec.x: HostPort: three";
    assertEquals(whole, Wording.summary(entry, whole.length()));
    assertEquals(
        "no policy grants this pod a writable cgroup (3 findings): spec.x: HostPort: one;"
            + " spec.x: HostPort: two; and 1 more",
        Wording.summary(entry, whole.length() - 1));
  }

  /// Whichever way the words are come by.
  @Test
  void aNoteIsTheSameWhereTheRefusalWasTold() {
    for (String detail : List.of("d", "ends so:", "- a\n- b", "日".repeat(200), "x".repeat(1_100))) {
      for (int number : List.of(1, 2, 3, 200, 300)) {
        var refused = new Verdict.Refused(copies(number, said(detail)));
        var told = Optional.of(Wording.refusal(ASK, refused.objections()));
        for (int most : List.of(100, 300, 1_024, 100_000)) {
          assertEquals(
              Wording.summary(new AuditEntry(ASK, refused), most),
              Wording.noteOf(
                  Wording.account(new AuditEntry(ASK, refused, Duration.ZERO, told), most), most),
              () -> number + " of " + detail);
        }
      }
    }
  }

  @Test
  void aSummarySaysWhatHappened() {
    assertEquals(
        "a writable cgroup is granted by policy ray@1",
        Wording.summary(new AuditEntry(ASK, granted()), 100));
    assertEquals(
        "a writable cgroup is granted by policy ray@1: spec.x: HostPort: d",
        Wording.summary(new AuditEntry(ASK, granted(said("d"))), 100));
    assertEquals(
        "left ordinary: spec.x: HostPort: d",
        Wording.summary(new AuditEntry(ASK, new Verdict.NotAsked(List.of(said("d")))), 100));
    assertEquals(
        "cannot decide yet: no?line",
        Wording.summary(
            new AuditEntry(ASK, new Verdict.Undecided(Verdict.Cause.NotSynced, "no\nline")), 100));
  }

  @Test
  void aSummaryIsBoundedInBytesAndNeverEndsInHalfACharacter() {
    for (String filling : List.of("x", "ü", "日", "🙂")) {
      for (int most = 100; most < 110; most++) {
        var refused = new Verdict.Refused(List.of(said(filling.repeat(5_000)), said("d")));
        String summary = Wording.summary(new AuditEntry(ASK, refused), most);
        int bytes = summary.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= most && bytes > most - 4, bytes + " of " + most);
        assertTrue(summary.endsWith(filling + "…"), summary);
      }
    }
  }

  @Test
  void theReasonsForMachinesAreDistinctAndInOrder() {
    var objections =
        List.of(reason(Reason.ProbeHost), reason(Reason.HostPort), reason(Reason.ProbeHost));
    assertEquals("ProbeHost,HostPort", Wording.reasons(objections));
  }

  private static Verdict.Granted granted(Objection... tolerated) {
    return new Verdict.Granted(Worlds.policy("ray"), List.of(tolerated));
  }

  private static int runes(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Objection said(String detail) {
    return new Objection(
        Optional.empty(), OptionalLong.empty(), new Finding("spec.x", Reason.HostPort, detail));
  }

  private static Objection reason(Reason reason) {
    return new Objection(
        Optional.empty(), OptionalLong.empty(), new Finding("spec.x", reason, "d"));
  }
}
