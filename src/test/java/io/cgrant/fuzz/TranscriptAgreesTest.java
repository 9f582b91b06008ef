// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Match;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Point;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Transcript.Conclusion;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whoever reads a transcript must come to the verdict: on bent pods, under several policies.
@FailsForGood
final class TranscriptAgreesTest {

  private static final int PODS = 1_500;
  private static final List<Snapshot> SNAPSHOTS = snapshots();

  @Test
  void theTranscriptOfABentPodSaysWhatTheVerdictSays() throws IOException {
    List<Tree.Obj> pods = Seeds.pods();
    long seed = NewSeed.of("transcripts");
    var bender = new Bender(new SplittableRandom(seed), new Dictionary());
    var picks = new SplittableRandom(seed + 1);
    var seen = new EnumMap<Conclusion, Integer>(Conclusion.class);
    for (int i = 0; i < PODS; i++) {
      Tree.Obj pod = bender.bent(pods.get(picks.nextInt(pods.size())));
      for (Phase phase : Phase.values()) {
        read(pod, phase).forEach(ask -> SNAPSHOTS.forEach(s -> compare(ask, s, pod, seen)));
      }
    }
    for (Conclusion conclusion : Conclusion.values()) {
      // No snapshot here has anything to ask of an API server, and there is room for all.
      boolean isPossible = conclusion != Conclusion.Untold && conclusion != Conclusion.Unexplained;
      assertEquals(isPossible, seen.containsKey(conclusion), seen::toString);
    }
  }

  private static void compare(
      Ask ask, Snapshot snapshot, Tree.Obj pod, EnumMap<Conclusion, Integer> seen) {
    Transcript transcript = Transcript.of(ask, snapshot);
    Verdict verdict = Gate.decide(ask, snapshot);
    assertEquals(verdict, transcript.verdict(), pod::json);
    if (transcript.hearing().isEmpty()) {
      return;
    }
    Transcript.Heard heard = transcript.hearing().get();
    var concluded = new ArrayList<Conclusion>();
    for (Transcript.Account account : heard.accounts()) {
      concluded.add(account.conclusion());
      seen.merge(account.conclusion(), 1, Integer::sum);
      boolean isChosen = account.misses().isEmpty();
      assertEquals(
          account.policy().match().matches(ask.pod(), snapshot.namespaceLabels().orElseThrow()),
          isChosen,
          pod::json);
    }
    assertEquals(
        snapshot.policies().ordered(),
        heard.accounts().stream().map(Transcript.Account::policy).toList());
    switch (verdict) {
      case Verdict.Granted granted -> {
        int at = snapshot.policies().ordered().indexOf(granted.policy());
        assertEquals(Conclusion.Grants, concluded.get(at), pod::json);
        assertEquals(1, concluded.stream().filter(Conclusion.Grants::equals).count());
      }
      case Verdict.Refused(var objections, var routes) -> {
        // Where a record of a grant is forged, no policy is to blame.
        if (!isForged(objections)) {
          assertTrue(concluded.stream().noneMatch(TranscriptAgreesTest::grants), pod::json);
          assertSameFindings(objections, heard, pod);
        }
      }
      case Verdict.NotAsked untouched -> {}
      case Verdict.Undecided undecided -> {}
    }
  }

  private static boolean grants(Conclusion conclusion) {
    return switch (conclusion) {
      case Grants, WouldGrant, Tolerates, Untold -> true;
      case DoesNotSpeak, Overruled, Refuses, Unexplained -> false;
    };
  }

  /// Where not all are kept, those that are.
  private static void assertSameFindings(
      Objections objections, Transcript.Heard heard, Tree.Obj pod) {
    Set<Finding> told = new HashSet<>();
    heard.floor().forEach(point -> told.addAll(point.findings()));
    for (Transcript.Account account : heard.accounts()) {
      for (List<Point> points : List.of(account.given(), account.points())) {
        points.stream()
            .filter(p -> p.result() == Point.Result.Unmet)
            .forEach(p -> told.addAll(p.findings()));
      }
    }
    Set<Finding> refusing = new HashSet<>();
    objections.stream()
        .map(o -> o.finding())
        .filter(f -> f.reason() != Reason.NoPolicy)
        .forEach(refusing::add);
    assertTrue(told.containsAll(refusing), pod::json);
    if (objections.more() == 0) {
      assertEquals(refusing, told, pod::json);
    }
  }

  private static boolean isForged(Objections objections) {
    return objections.stream().anyMatch(o -> o.finding().reason() == Reason.GrantedByForged);
  }

  private static List<Ask> read(Tree.Obj pod, Phase phase) {
    try {
      byte[] review = GateUnderTest.review(pod).getBytes(StandardCharsets.UTF_8);
      return List.of(ReviewReader.read(review, phase));
    } catch (Unreadable e) {
      return List.of();
    }
  }

  /// The policies of all worlds together, one of each enforcement, and each world's alone.
  private static List<Snapshot> snapshots() {
    var snapshots = new ArrayList<Snapshot>();
    var policies = new ArrayList<Policy>();
    for (FuzzWorld world : FuzzWorld.all()) {
      snapshots.add(world.snapshot());
      for (Policy policy : world.snapshot().policies().ordered()) {
        for (Enforcement enforcement : Enforcement.values()) {
          policies.add(named("p" + policies.size(), enforcement, policy));
        }
      }
    }
    Snapshot first = snapshots.getFirst();
    policies.add(elsewhere(policies.getFirst()));
    for (Enforcement enforcement : Enforcement.values()) {
      List<Policy> some =
          policies.stream().filter(p -> p.enforcement().compareTo(enforcement) <= 0).toList();
      snapshots.add(
          new Snapshot(
              true,
              PolicySet.of(some),
              first.runtimeClasses(),
              first.gatedHandlers(),
              first.namespaceLabels()));
    }
    return snapshots;
  }

  private static Policy named(String name, Enforcement enforcement, Policy policy) {
    return new Policy(name, 1, enforcement, 0, policy.match(), policy.grant(), policy.checks());
  }

  private static Policy elsewhere(Policy policy) {
    var match = new Match(Optional.empty(), Optional.empty(), Set.of("nobody"));
    return new Policy("else", 1, Enforcement.Enforce, 0, match, policy.grant(), policy.checks());
  }
}
