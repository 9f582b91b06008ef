// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.fuzz.Judgement.Outcome;
import io.cgrant.policy.Snapshot;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Bends stored pods, and lets cgrant and the oracle judge the update from one to the other.
///
/// The same properties as for [DifferentialFuzzTest], of which it takes a fifth of the mutants.
final class UpdateFuzzTest {

  private static final long FIXED_SEED = 5474;
  private static final int MUTANTS = Integer.getInteger("cgrant.fuzz.mutants", 50_000) / 5;
  private static final int MOST_SHOWN = 25;
  private static final List<FuzzWorld> WORLDS = FuzzWorld.all();
  private static final List<Snapshot> SNAPSHOTS = WORLDS.stream().map(FuzzWorld::snapshot).toList();

  @Test
  void agreesWithTheOracleOnPodsBentTheSameWayEachTime() throws IOException {
    run(FIXED_SEED, MUTANTS / 2);
  }

  @Test
  void agreesWithTheOracleOnPodsNeverSeenBefore() throws IOException {
    long seed = NewSeed.of("updates");
    run(seed, MUTANTS - MUTANTS / 2);
  }

  private static void run(long seed, int mutants) throws IOException {
    List<Tree.Obj> pods = Seeds.pods();
    var bender = new Bender(new SplittableRandom(seed), new Dictionary());
    RandomGenerator picks = new SplittableRandom(seed + 1);
    var found = new TreeMap<String, String>();
    var counts = new EnumMap<Outcome, Integer>(Outcome.class);
    int judged = 0;
    while (judged < mutants && found.size() < MOST_SHOWN) {
      Tree.Obj seedPod = pods.get(picks.nextInt(pods.size()));
      Tree.Obj old = picks.nextBoolean() ? seedPod : bender.bent(seedPod);
      Tree.Obj now = bender.bent(old);
      // An API server sends no key twice, and what comes of it otherwise is judged elsewhere.
      if (!old.holdsAKeyTwice() && !now.holdsAKeyTwice()) {
        judge(old, now, found, counts);
        judged++;
      }
    }
    System.out.println("updates " + judged + ", answers " + counts);
    assertEquals("", String.join("\n", found.values()));
    for (Outcome outcome : Outcome.values()) {
      assertTrue(counts.getOrDefault(outcome, 0) > mutants / 200, "too few are " + outcome);
    }
  }

  private static void judge(
      Tree.Obj old, Tree.Obj now, Map<String, String> found, Map<Outcome, Integer> counts) {
    List<GateUnderTest> answers = GateUnderTest.update(old, now, SNAPSHOTS);
    for (int i = 0; i < answers.size(); i++) {
      GateUnderTest got = answers.get(i);
      Judgement judgement = WORLDS.get(i).judge(old, now);
      counts.merge(got.outcome(), 1, Integer::sum);
      if (!got.agreesWith(judgement)) {
        found.putIfAbsent(
            got.outcome() + " not " + judgement.allowed() + judgement.reasons(),
            "world %s: cgrant says %s %s; the oracle says %s\n  old %s\n  new %s"
                .formatted(
                    WORLDS.get(i).name(),
                    got.outcome(),
                    got.reasons(),
                    judgement,
                    old.json(),
                    now.json()));
      }
    }
  }
}
