// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.policy.Ask.Phase;
import java.util.TreeSet;

/// A pod of which cgrant and the oracle think differently.
record Disagreement(
    FuzzWorld world, Phase phase, Tree.Obj pod, Judgement judgement, GateUnderTest got) {

  static Disagreement of(Tree.Obj pod, FuzzWorld world, Phase phase) {
    return new Disagreement(
        world,
        phase,
        pod,
        world.judge(pod, phase),
        GateUnderTest.create(pod, phase, world.snapshot()));
  }

  /// The same in the smallest pod that shows it.
  Disagreement minimal() {
    return of(Smallest.of(pod, this::sameIn), world, phase);
  }

  private boolean sameIn(Tree.Obj candidate) {
    Disagreement other = of(candidate, world, phase);
    return !other.got().agreesWith(other.judgement())
        && other.got().outcome() == got.outcome()
        && other.judgement().allowed().equals(judgement.allowed());
  }

  /// What two disagreements with one cause have in common, nearly always.
  String kind() {
    var missing = new TreeSet<>(judgement.reasons());
    missing.removeAll(got.reasons());
    boolean lists = judgement.allowed().contains(got.outcome());
    return got.outcome() + " not " + judgement.allowed() + (lists ? missing : judgement.why());
  }

  @Override
  public String toString() {
    return "world %s, %s: cgrant says %s %s (%s); the oracle says %s %s (%s)\n  %s"
        .formatted(
            world.name(),
            phase,
            got.outcome(),
            got.reasons(),
            beginning(got.detail().toString()),
            judgement.allowed(),
            judgement.reasons(),
            judgement.why(),
            pod.json());
  }

  private static String beginning(String text) {
    return text.substring(0, Math.min(200, text.length()));
  }
}
