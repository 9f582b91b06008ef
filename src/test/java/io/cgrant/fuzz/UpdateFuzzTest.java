// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.fuzz.Judgement.Outcome;
import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bends stored pods, and lets cgrant and the oracle judge the update from one to the other.
///
/// The same properties as for [DifferentialFuzzTest], of which it takes a fifth of the mutants.
@FailsForGood
final class UpdateFuzzTest {

  private static final long FIXED_SEED = 5474;
  private static final int MUTANTS = Integer.getInteger("cgrant.fuzz.mutants", 50_000) / 5;
  private static final int MOST_SHOWN = 25;
  private static final List<FuzzWorld> WORLDS = FuzzWorld.all();
  private static final Kept KEPT = Kept.in("kept-updates");

  @Test
  void agreesWithTheOracleOnPodsBentTheSameWayEachTime() throws IOException {
    run(FIXED_SEED, MUTANTS / 2);
  }

  static List<Path> kept() throws IOException {
    return KEPT.files();
  }

  /// Whatever they once disagreed on.
  @ParameterizedTest
  @MethodSource("kept")
  void agreesWithTheOracleOnWhatWasOnceDisputed(Path kept) throws IOException {
    var pair = (Tree.Obj) Tree.parse(Files.readString(kept));
    assertEquals(List.of(), DisputedUpdate.in(WORLDS, pair), kept::toString);
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
    var found = new TreeMap<String, DisputedUpdate>();
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
    String told = KEPT.write(seed, found.values().stream().map(d -> d.pair().json()).toList());
    assertEquals(
        "", String.join("\n", found.values().stream().map(Object::toString).toList()), told);
    for (Outcome outcome : Outcome.values()) {
      assertTrue(counts.getOrDefault(outcome, 0) > mutants / 200, "too few are " + outcome);
    }
  }

  private static void judge(
      Tree.Obj old, Tree.Obj now, Map<String, DisputedUpdate> found, Map<Outcome, Integer> counts) {
    Tree.Obj pair = DisputedUpdate.pair(old, now);
    for (DisputedUpdate one : DisputedUpdate.in(WORLDS, pair, counts)) {
      found.computeIfAbsent(one.kind(), k -> one.minimal());
    }
  }
}
