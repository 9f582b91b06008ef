// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.fuzz.Judgement.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// An update of which cgrant and the oracle think differently.
///
/// @param pair the pod as it was and as it shall be, as `old` and `new`
record DisputedUpdate(FuzzWorld world, Tree.Obj pair, Judgement judgement, GateUnderTest got) {

  private static final String OLD = "old";
  private static final String NEW = "new";

  static Tree.Obj pair(Tree.Obj old, Tree.Obj now) {
    return new Tree.Obj(
        new ArrayList<>(List.of(new Tree.Member(OLD, old), new Tree.Member(NEW, now))));
  }

  static List<DisputedUpdate> in(List<FuzzWorld> worlds, Tree.Obj pair) {
    return in(worlds, pair, new EnumMap<>(Outcome.class));
  }

  /// In each world where they differ.
  ///
  /// @param counts takes what cgrant says
  static List<DisputedUpdate> in(
      List<FuzzWorld> worlds, Tree.Obj pair, Map<Outcome, Integer> counts) {
    var old = (Tree.Obj) pair.get(OLD);
    var now = (Tree.Obj) pair.get(NEW);
    List<GateUnderTest> answers =
        GateUnderTest.update(old, now, worlds.stream().map(FuzzWorld::snapshot).toList());
    var found = new ArrayList<DisputedUpdate>(0);
    for (int i = 0; i < worlds.size(); i++) {
      counts.merge(answers.get(i).outcome(), 1, Integer::sum);
      Judgement judgement = worlds.get(i).judge(old, now);
      if (!answers.get(i).agreesWith(judgement)) {
        found.add(new DisputedUpdate(worlds.get(i), pair, judgement, answers.get(i)));
      }
    }
    return found;
  }

  /// The same in the smallest pods that show it.
  DisputedUpdate minimal() {
    return in(List.of(world), Smallest.of(pair, this::sameIn)).getFirst();
  }

  private boolean sameIn(Tree.Obj candidate) {
    boolean isPair =
        candidate.get(OLD) instanceof Tree.Obj && candidate.get(NEW) instanceof Tree.Obj;
    return isPair && in(List.of(world), candidate).stream().anyMatch(d -> d.kind().equals(kind()));
  }

  String kind() {
    return got.outcome() + " not " + judgement.allowed() + judgement.reasons();
  }

  @Override
  public String toString() {
    return "world %s: cgrant says %s %s; the oracle says %s\n  %s"
        .formatted(world.name(), got.outcome(), got.reasons(), judgement, pair.json());
  }
}
