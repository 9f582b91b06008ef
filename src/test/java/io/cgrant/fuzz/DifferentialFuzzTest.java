// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Ask.Phase;
import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bends pods and lets cgrant and an oracle judge them in several worlds: they must agree.
///
/// `-Dcgrant.fuzz.mutants=` says how many, `-Dcgrant.fuzz.seed=` repeats a run.
@FailsForGood
final class DifferentialFuzzTest {

  private static final long FIXED_SEED = 5474;
  private static final int MUTANTS = Integer.getInteger("cgrant.fuzz.mutants", 50_000);
  private static final int MOST_SHOWN = 25;
  private static final Kept KEPT = Kept.in("kept");
  private static final List<FuzzWorld> WORLDS = FuzzWorld.all();
  private static final List<Phase> PHASES = List.of(Phase.Mutate, Phase.Validate);

  @Test
  void agreesWithTheOracleOnPodsBentTheSameWayEachTime() throws IOException {
    run(FIXED_SEED, MUTANTS / 2);
  }

  @Test
  void agreesWithTheOracleOnPodsNeverSeenBefore() throws IOException {
    long seed = NewSeed.of("pods");
    run(seed, MUTANTS - MUTANTS / 2);
  }

  static List<Path> kept() throws IOException {
    return KEPT.files();
  }

  /// Whatever they once disagreed on, and the seeds as they are.
  @ParameterizedTest
  @MethodSource("kept")
  void agreesWithTheOracleOnWhatWasOnceDisputed(Path kept) throws IOException {
    var pod = (Tree.Obj) Tree.parse(Files.readString(kept));
    var found = new ArrayList<Disagreement>();
    judge(pod, found, new EnumMap<>(Judgement.Outcome.class));
    assertEquals(List.of(), found, kept::toString);
  }

  private static void run(long seed, int mutants) throws IOException {
    List<Tree.Obj> pods = Seeds.pods();
    var bender = new Bender(new SplittableRandom(seed), new Dictionary());
    RandomGenerator picks = new SplittableRandom(seed + 1);
    var found = new TreeMap<String, Disagreement>();
    var counts = new EnumMap<Judgement.Outcome, Integer>(Judgement.Outcome.class);
    int mutantsDisputed = 0;
    for (int i = 0; i < mutants && found.size() < MOST_SHOWN; i++) {
      var disputed = new ArrayList<Disagreement>();
      judge(bender.bent(pods.get(picks.nextInt(pods.size()))), disputed, counts);
      mutantsDisputed += disputed.isEmpty() ? 0 : 1;
      for (Disagreement one : disputed) {
        found.computeIfAbsent(one.kind(), k -> one.minimal());
      }
    }
    System.out.println(
        "mutants " + mutants + ", disputed " + mutantsDisputed + ", answers " + counts);
    String told = KEPT.write(seed, found.values().stream().map(d -> d.pod().json()).toList());
    assertEquals(
        "", String.join("\n", found.values().stream().map(Object::toString).toList()), told);
    // Bending must not wreck everything: then nothing but the reader would be tried.
    for (Judgement.Outcome outcome : Judgement.Outcome.values()) {
      assertTrue(counts.getOrDefault(outcome, 0) > mutants / 200, "too few are " + outcome);
    }
  }

  private static void judge(
      Tree.Obj pod, List<Disagreement> found, Map<Judgement.Outcome, Integer> counts) {
    for (Phase phase : PHASES) {
      List<Judgement> judgements = WORLDS.stream().map(w -> w.judge(pod, phase)).toList();
      List<GateUnderTest> answers =
          GateUnderTest.create(pod, phase, WORLDS.stream().map(FuzzWorld::snapshot).toList());
      for (int i = 0; i < answers.size(); i++) {
        counts.merge(answers.get(i).outcome(), 1, Integer::sum);
        if (!answers.get(i).agreesWith(judgements.get(i))) {
          found.add(new Disagreement(WORLDS.get(i), phase, pod, judgements.get(i), answers.get(i)));
        }
      }
    }
  }
}
