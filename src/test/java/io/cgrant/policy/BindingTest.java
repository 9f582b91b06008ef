// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BindingTest {

  private static final Ask.Subject BINDING =
      new Ask.Subject("Binding", "ml-prod", "head", "binding", "");

  @Test
  void anOrdinaryBindingPassesThoughNothingIsKnown() {
    var binding = bare().withLabel("app", "ray").withAnnotation("scheduler/node-score", "12");
    assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(ask(binding), Snapshot.UNSYNCED));
    assertTrue(Gate.concerns(ask(binding)), "where we fail, nobody knows what it brings");
  }

  @Test
  void refusesEveryRouteAndEveryAnnotationTheFloorKnows() {
    for (String prefix : RouteFinder.prefixes()) {
      assertEquals(
          List.of("metadata.annotations[" + prefix + "]"),
          paths(bare().withAnnotation(prefix, "")));
    }
    for (String prefix : ForbidRuntimeAnnotations.prefixes()) {
      assertEquals(1, paths(bare().withAnnotation(prefix + "x", "")).size(), prefix);
    }
    for (String name : ForbidRuntimeAnnotations.names()) {
      assertEquals(1, paths(bare().withAnnotation(name, "")).size(), name);
      var longer = bare().withAnnotation(name + "x", "");
      assertSame(Verdict.NotAsked.UNTOUCHED, Gate.decide(ask(longer), Snapshot.UNSYNCED));
    }
  }

  @Test
  void refusesTheAskAndTheRecordOfAGrant() {
    assertEquals(
        List.of(
            "metadata.annotations[" + Asking.GRANTED_BY + "]",
            "metadata.labels[" + Asking.LABEL + "]"),
        paths(bare().withLabel(Asking.LABEL, "false").withAnnotation(Asking.GRANTED_BY, "ray@1")));
  }

  @Test
  void claimingToBeAMirrorPodHelpsNoBinding() {
    var binding =
        bare()
            .withAnnotation("kubernetes.io/config.mirror", "x")
            .withAnnotation(RouteFinder.NRI_KEY, "true");
    var node = new Ask.Requester("system:node:one", List.of("system:nodes"));
    assertInstanceOf(
        Verdict.Refused.class, Gate.decide(Asks.by(ask(binding), node), Worlds.with()));
  }

  private static Pods bare() {
    return Pods.granted().withoutLabels().withoutContainers();
  }

  private static Ask ask(Pods carried) {
    return Asks.of(
        Ask.Phase.Validate, Ask.Operation.CREATE, BINDING, carried.view(), Optional.empty());
  }

  private static List<String> paths(Pods carried) {
    var verdict = Gate.decide(ask(carried), Worlds.with(Worlds.policy("ray")));
    return assertInstanceOf(Verdict.Refused.class, verdict).objections().stream()
        .map(o -> o.finding().path())
        .toList();
  }
}
