// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.first;
import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicySetTest {

  private static final List<String> KEYS = List.of("a", "b", "c", "d");
  private static final List<String> VALUES = List.of("", "1", "2", "3");

  @Test
  void theIndexFindsWhatALookAtEveryPolicyFinds() {
    var random = new Random(20261124);
    int matched = 0;
    for (int round = 0; round < 120; round++) {
      List<Policy> policies = randomPolicies(random, random.nextInt(40));
      var set = PolicySet.of(policies);
      for (int i = 0; i < 30; i++) {
        PodView pod = randomPod(random);
        Map<String, String> namespace = randomLabels(random);
        List<Policy> found = set.matching(pod, namespace);
        List<Policy> byHand =
            set.ordered().stream().filter(p -> p.match().matches(pod, namespace)).toList();
        assertEquals(byHand, found, () -> "pod " + pod + " in " + namespace);
        matched += found.size();
      }
    }
    assertTrue(matched > 2_000, "the sample must match often enough to mean something: " + matched);
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    var random = new Random(7);
    List<Policy> policies = randomPolicies(random, 50);
    List<Policy> ordered = PolicySet.of(policies).ordered();
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(policies, random);
      assertEquals(ordered, PolicySet.of(policies).ordered());
    }
  }

  @Test
  void higherPriorityComesFirstAndThenTheName() {
    var set = PolicySet.of(List.of(policy("b"), policy("a"), first(policy("z"))));
    assertEquals(List.of("z", "a", "b"), set.ordered().stream().map(Policy::name).toList());
  }

  @Test
  void tenThousandPoliciesForOthersAreNotLookedAt() {
    var policies = new ArrayList<Policy>();
    IntStream.range(0, 10_000).forEach(i -> policies.add(forTeam("p" + i, "team-" + i)));
    policies.add(forTeam("mine", "ml"));
    var ordered = PolicySet.of(policies).ordered();
    int[] candidates = PolicyIndex.of(ordered).candidates(Pods.granted().view(), Worlds.TEAM);
    assertEquals(1, candidates.length);
    assertEquals("mine", ordered.get(candidates[0]).name());
  }

  @Test
  void aPolicyIsFiledUnderWhatTheFewestShare() {
    var everyoneProd = new LabelSelector(Map.of("stage", "prod"), List.of());
    var policies = new ArrayList<Policy>();
    for (int i = 0; i < 100; i++) {
      var match = new Match(Optional.of(everyoneProd), Optional.empty(), Set.of("account-" + i));
      policies.add(Worlds.matching(policy("p" + i), match));
    }
    var index = PolicyIndex.of(PolicySet.of(policies).ordered());
    PodView pod = Pods.granted().withServiceAccount("account-7").view();
    assertEquals(1, index.candidates(pod, Map.of("stage", "prod")).length);
  }

  @Test
  void aPolicyIsFiledUnderAPodLabelToo() {
    var policies = new ArrayList<Policy>();
    for (int i = 0; i < 100; i++) {
      var app = new LabelSelector(Map.of("app", "app-" + i), List.of());
      var match = new Match(Optional.empty(), Optional.of(app), Set.of());
      policies.add(Worlds.matching(policy("p" + i), match));
    }
    var index = PolicyIndex.of(PolicySet.of(policies).ordered());
    PodView pod = Pods.granted().withLabel("app", "app-7").view();
    assertEquals(1, index.candidates(pod, Map.of()).length);
  }

  @Test
  void aPolicyIsNamedWithItsGeneration() {
    assertEquals("ray@1", policy("ray").provenance());
  }

  @Test
  void theEmptySetMatchesNothing() {
    assertEquals(List.of(), PolicySet.EMPTY.matching(Pods.granted().view(), Worlds.TEAM));
  }

  private static Policy forTeam(String name, String team) {
    var selector = new LabelSelector(Map.of("team", team), List.of());
    return Worlds.matching(
        policy(name), new Match(Optional.of(selector), Optional.empty(), Set.of()));
  }

  private static List<Policy> randomPolicies(Random random, int count) {
    var policies = new ArrayList<Policy>();
    for (int i = 0; i < count; i++) {
      Policy named = Worlds.matching(policy("p" + i), randomMatch(random));
      policies.add(random.nextInt(4) == 0 ? first(named) : named);
    }
    return policies;
  }

  private static Match randomMatch(Random random) {
    var accounts = new HashSet<String>();
    for (int i = random.nextInt(5) - 2; i > 0; i--) {
      accounts.add("account-" + random.nextInt(3));
    }
    return new Match(randomSelector(random), randomSelector(random), accounts);
  }

  private static Optional<LabelSelector> randomSelector(Random random) {
    if (random.nextInt(3) == 0) {
      return Optional.empty();
    }
    Map<String, String> labels =
        random.nextBoolean() ? Map.of() : Map.of(key(random), value(random));
    var requirements = new ArrayList<LabelSelector.Requirement>();
    for (int i = random.nextInt(3); i > 0; i--) {
      requirements.add(randomRequirement(random));
    }
    return Optional.of(new LabelSelector(labels, requirements));
  }

  private static LabelSelector.Requirement randomRequirement(Random random) {
    var values = new HashSet<String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value(random));
    }
    return switch (random.nextInt(4)) {
      case 0 -> new LabelSelector.In(key(random), values);
      case 1 -> new LabelSelector.NotIn(key(random), values);
      case 2 -> new LabelSelector.Exists(key(random));
      default -> new LabelSelector.DoesNotExist(key(random));
    };
  }

  private static PodView randomPod(Random random) {
    Pods pods = Pods.granted().withoutLabels().withServiceAccount("account-" + random.nextInt(4));
    randomLabels(random).forEach(pods::withLabel);
    return pods.view();
  }

  private static Map<String, String> randomLabels(Random random) {
    var labels = new HashMap<String, String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      labels.put(key(random), value(random));
    }
    return labels;
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }
}
