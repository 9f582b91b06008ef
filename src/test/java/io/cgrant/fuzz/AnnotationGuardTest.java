// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import io.cgrant.fuzz.MatchConditions.Fate;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Gate;
import io.cgrant.policy.RouteFinder;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.AnnotationNames;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import io.cgrant.rerun.FailsForGood;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A pod that asks for nothing hears the same of its annotations from the guard in the API server
/// as from the gate; and where the guard is silent, the pod is sent to the gate.
@FailsForGood
final class AnnotationGuardTest {

  private static final long FIXED_SEED = 6364;
  private static final int PODS = 20_000;

  private static final MatchConditions SENT = MatchConditions.ofValidating("pods.cgrant.io");
  private static final Snapshot SNAPSHOT = FuzzWorld.all().getFirst().snapshot();
  private static final AnnotationGuardUnderTest GUARD = new AnnotationGuardUnderTest();

  private static final List<String> PARTS = parts();

  private int told;
  private int toldByTheGate;

  @Test
  void whatTheGateWouldTellOfAPodThatIsNotSentTheGuardTells() throws Exception {
    var random = new SplittableRandom(FIXED_SEED);
    for (int i = 0; i < PODS; i++) {
      Map<String, String> annotations = annotations(random);
      Map<String, Object> created = variables("CREATE", annotations, NullValue.NULL_VALUE);
      compare(annotations, created, doubts(annotations));
    }
    assertTrue(told > PODS / 4, told + " are told");
    assertTrue(toldByTheGate > PODS / 100, toldByTheGate + " are told by the gate");
  }

  /// Each name alone, and as it is written for one container.
  @Test
  void everyKnownNameIsToldOrNotAsByTheGate() throws Exception {
    for (String part : PARTS) {
      for (String key :
          List.of(part, part + "/main", part + ".main", "x" + part, "x" + part + "/y")) {
        Map<String, String> annotations = Map.of(key, "true");
        Map<String, Object> created = variables("CREATE", annotations, NullValue.NULL_VALUE);
        compare(annotations, created, doubts(annotations));
      }
    }
    assertEquals(Set.of("brand-new.crio.io"), GUARD.told(unknown("CREATE", NullValue.NULL_VALUE)));
  }

  /// A controller that writes an annotation of its own hears nothing.
  @Test
  void ofAnUpdateOnlyWhatIsNewIsTold() throws Exception {
    Object same = object(Map.of("brand-new.crio.io", "true", "other", "1"));
    assertEquals(Set.of(), GUARD.told(unknown("UPDATE", same)));
    Object other = object(Map.of("brand-new.crio.io", "false"));
    assertEquals(Set.of("brand-new.crio.io"), GUARD.told(unknown("UPDATE", other)));
    assertEquals(Set.of("brand-new.crio.io"), GUARD.told(unknown("UPDATE", object(Map.of()))));
  }

  /// What asks is told by the gate, and what has very many annotations costs too much to look
  /// through.
  @Test
  void whatIsSentForItsMetadataIsNotToldTwice() throws Exception {
    Map<String, String> many = new LinkedHashMap<>(Map.of("brand-new.crio.io", "true"));
    for (int i = 0; i < 1_000; i++) {
      many.put("a" + i, "");
    }
    Map<String, Object> created = variables("CREATE", many, NullValue.NULL_VALUE);
    assertEquals(Set.of(), GUARD.told(created));
    assertEquals(Fate.SENT, SENT.of(created));
  }

  private static Map<String, Object> unknown(String operation, Object old) {
    return variables(operation, Map.of("brand-new.crio.io", "true"), old);
  }

  private void compare(
      Map<String, String> annotations, Map<String, Object> request, Set<String> doubts)
      throws CelEvaluationException {
    Set<String> byGuard = GUARD.told(request);
    if (SENT.of(request) == Fate.SENT) {
      assertEquals(Set.of(), byGuard, annotations::toString);
      toldByTheGate += doubts.isEmpty() ? 0 : 1;
      return;
    }
    assertEquals(doubts, byGuard, annotations::toString);
    told += doubts.isEmpty() ? 0 : 1;
  }

  private static Set<String> doubts(Map<String, String> annotations) throws Unreadable {
    var metadata = new ArrayList<Tree.Member>();
    annotations.forEach((k, v) -> metadata.add(new Tree.Member(k, new Tree.Text(v))));
    var pod =
        new Tree.Obj(
            List.of(
                new Tree.Member(
                    "metadata",
                    new Tree.Obj(List.of(new Tree.Member("annotations", new Tree.Obj(metadata))))),
                new Tree.Member("spec", new Tree.Obj(List.of()))));
    Ask ask =
        ReviewReader.read(
            GateUnderTest.review(pod).getBytes(StandardCharsets.UTF_8), Phase.Validate);
    return Gate.decide(ask, SNAPSHOT) instanceof Verdict.NotAsked(var unmet, var doubts)
        ? doubts.stream()
            .map(o -> o.finding().path().replaceFirst("metadata\\.annotations\\[(.*)]", "$1"))
            .collect(Collectors.toCollection(TreeSet::new))
        : Set.of();
  }

  private static Map<String, String> annotations(RandomGenerator random) {
    var annotations = new LinkedHashMap<String, String>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      var key = new StringBuilder();
      for (int parts = random.nextInt(1, 4); parts > 0; parts--) {
        key.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      annotations.put(key.toString(), List.of("true", "false", "1", "").get(random.nextInt(4)));
    }
    return annotations;
  }

  private static List<String> parts() {
    return Stream.of(
            Stream.of(
                    ForbidRuntimeAnnotations.crio(),
                    ForbidRuntimeAnnotations.known(),
                    ForbidRuntimeAnnotations.plugins(),
                    ForbidRuntimeAnnotations.insisting(),
                    ForbidRuntimeAnnotations.mounts())
                .flatMap(AnnotationGuardTest::all),
            ForbidRuntimeAnnotations.prefixes().stream(),
            ForbidRuntimeAnnotations.names().stream(),
            RouteFinder.prefixes().stream(),
            Stream.of("x", "new", "/", "/pod", "/container.main", ".", "-", "SomethingNew"))
        .flatMap(all -> all)
        .distinct()
        .toList();
  }

  private static Stream<String> all(AnnotationNames names) {
    return Stream.of(names.whole(), names.prefixes(), names.infixes()).flatMap(List::stream);
  }

  private static Map<String, Object> variables(
      String operation, Map<String, String> annotations, Object old) {
    return Map.of(
        "object",
        object(annotations),
        "oldObject",
        old,
        "request",
        Map.of("operation", operation, "kind", Map.of("kind", "Pod")));
  }

  private static Object object(Map<String, String> annotations) {
    return Map.of("metadata", Map.of("annotations", annotations), "spec", Map.of());
  }
}
