// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Grant;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.RequireUserNamespace;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What `/mutate` says must hold when it is called again on its own output, and when `/validate`
/// judges the result.
class TwoCallsTest {

  private static final List<String> CLASSES =
      List.of(Worlds.CLASS, Worlds.TWIN, Worlds.FOREIGN, "missing");

  @Test
  void aSecondCallChangesNothingAndTheFinalJudgeAgrees() {
    var random = new Random(42);
    int patched = 0;
    for (int i = 0; i < 8_000; i++) {
      Snapshot snapshot = randomWorld(random);
      PodView sent = randomPod(random);
      var first = Gate.decide(Asks.mutate(sent), snapshot);
      if (!(first instanceof Verdict.Granted granted)) {
        continue;
      }
      List<PatchOp> patch = Answer.to(Asks.mutate(sent), granted).patch();
      PodView stored = Patched.by(patch, sent);
      patched += patch.size();

      Ask again = Asks.mutate(stored);
      Answer second = Answer.to(again, Gate.decide(again, snapshot));
      assertEquals(List.of(), second.patch(), () -> sent + " in " + snapshot);

      var last = Gate.decide(Asks.validate(stored), snapshot);
      assertTrue(last instanceof Verdict.Granted, () -> last + " for " + stored);
      assertEquals(granted.policy(), ((Verdict.Granted) last).policy(), sent::toString);
      assertEquals(granted.tolerated(), ((Verdict.Granted) last).tolerated(), sent::toString);
    }
    assertTrue(patched > 2_000, "the sample must grant often enough to mean something: " + patched);
  }

  private static Snapshot randomWorld(Random random) {
    var labels = new HashMap<>(Worlds.TEAM);
    if (random.nextBoolean()) {
      labels.put(Asking.LABEL, "true");
    }
    Policy[] policies =
        IntStream.range(0, random.nextInt(5))
            .mapToObj(i -> randomPolicy(random, "p" + i))
            .toArray(Policy[]::new);
    return Worlds.in(labels, policies);
  }

  private static Policy randomPolicy(Random random, String name) {
    var routes = EnumSet.noneOf(Route.Name.class);
    if (random.nextInt(4) > 0) {
      routes.add(Route.Name.RuntimeClass);
    }
    if (random.nextInt(4) == 0) {
      routes.add(Route.Name.CrioAnnotation);
    }
    List<Check> checks =
        random.nextBoolean() ? List.<Check>of(new RequireUserNamespace()) : List.<Check>of();
    return new Policy(
        name,
        random.nextInt(3),
        Enforcement.values()[random.nextInt(3)],
        random.nextInt(3),
        Worlds.teamMl(),
        new Grant(routes, CLASSES.get(random.nextInt(4)), random.nextBoolean()),
        checks);
  }

  private static PodView randomPod(Random random) {
    Pods pods = Pods.granted().withoutLabels().withoutHostUsers();
    switch (random.nextInt(3)) {
      case 0 -> pods.withLabel(Asking.LABEL, "true");
      case 1 -> pods.withLabel(Asking.LABEL, random.nextBoolean() ? "false" : "maybe");
      default -> {}
    }
    if (random.nextBoolean()) {
      pods.withHostUsers(random.nextBoolean());
    }
    if (random.nextInt(3) == 0) {
      pods.withRuntimeClass(CLASSES.get(random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      pods.withAnnotation(RouteFinder.CRIO_KEYS.get(random.nextInt(2)), "true");
    }
    Map.of(0, "p0@0", 1, "nobody@9")
        .forEach(
            (i, claim) -> {
              if (random.nextInt(4) == i) {
                pods.withAnnotation(Asking.GRANTED_BY, claim);
              }
            });
    return pods.view();
  }
}
