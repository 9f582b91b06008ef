// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.Pods;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which record a template must carry.
final class AuthorshipTest {

  private static final Map<String, String> ANN = record("ann");
  private static final Map<String, String> BOB = record("bob");
  private static final Map<String, String> NONE = Map.of();
  private static final String CONTROLLER = "system:kube-controller-manager";
  private static final Snapshot GUARDED = world(Worlds.TEAM);

  @Test
  void whoCreatesItIsItsAuthorWhateverItSays() {
    assertEquals(BOB, due(created("bob", Pods.granted(), NONE), GUARDED));
    assertEquals(BOB, due(created("bob", Pods.granted(), ANN), GUARDED));
  }

  @Test
  void aControllerCopiesWhatIsThere() {
    assertEquals(ANN, due(created(CONTROLLER, Pods.granted(), ANN), GUARDED));
    assertEquals(NONE, due(created(CONTROLLER, Pods.granted(), NONE), GUARDED));
  }

  @Test
  void whoChangesItBecomesItsAuthor() {
    assertEquals(BOB, due(updated(ANN, "1", ANN, "2"), GUARDED));
    assertEquals(BOB, due(updated(NONE, "1", NONE, "2"), GUARDED));
  }

  @Test
  void whatIsAsItWasKeepsItsRecord() {
    for (Map<String, String> before : List.of(ANN, NONE)) {
      for (Map<String, String> now : List.of(ANN, BOB, NONE, Map.of(TemplateAuthor.NAME, "x"))) {
        assertEquals(before, due(updated(before, "1", now, "1"), GUARDED));
      }
    }
  }

  @Test
  void whereNobodyKeptTheWordsItHasChanged() {
    assertEquals(BOB, due(updated(ANN, "1", ANN, "1").forTheRecord(), GUARDED));
  }

  @Test
  void withoutAPolicyThatWantsToKnowThereIsNoRecord() {
    Snapshot unguarded = Worlds.with(Worlds.policy("ray"));
    assertEquals(NONE, due(created("bob", Pods.granted(), ANN), unguarded));
    assertEquals(NONE, due(updated(ANN, "1", ANN, "2"), unguarded));
    assertEquals(ANN, due(updated(ANN, "1", NONE, "1"), unguarded));
    assertEquals(BOB, due(created("bob", Pods.granted(), NONE), Snapshot.UNSYNCED));
  }

  @Test
  void onlyATemplateThatMayBeGrantedIsRecorded() {
    Pods silent = Pods.granted().withoutLabels();
    assertEquals(NONE, due(created("bob", silent, ANN), GUARDED));
    Map<String, String> asking = Map.of(Asking.LABEL, "true");
    assertEquals(BOB, due(created("bob", silent, NONE), world(asking)));
    assertEquals(NONE, due(created("bob", silent, NONE), world(Map.of(Asking.LABEL, "false"))));
    Pods out = Pods.granted().withLabel(Asking.LABEL, "false");
    assertEquals(NONE, due(created("bob", out, NONE), world(asking)));
    assertEquals(BOB, due(created("bob", silent, NONE), unknownNamespace()));
    assertEquals(BOB, due(created("bob", route(Worlds.CLASS), NONE), GUARDED));
    assertEquals(BOB, due(created("bob", route("not-known"), NONE), GUARDED));
    assertEquals(NONE, due(created("bob", route(Worlds.FOREIGN), NONE), GUARDED));
    assertEquals(NONE, due(created("bob", route(Worlds.FOREIGN), NONE), world(asking)));
  }

  private static Pods route(String className) {
    return Pods.granted().withoutLabels().withRuntimeClass(className);
  }

  private static Map<String, String> due(Ask ask, Snapshot snapshot) {
    return Authorship.due(ask, snapshot, Worlds.CONTROLLERS);
  }

  @Test
  void onlyAPolicyThatSpeaksForThePodsWantsToKnow() {
    Snapshot elsewhere =
        Worlds.in(Map.of("team", "web"), GUARDED.policies().ordered().toArray(Policy[]::new));
    assertEquals(NONE, due(created("bob", Pods.granted(), ANN), elsewhere));
  }

  private static Snapshot world(Map<String, String> labels) {
    var all = new HashMap<>(Worlds.TEAM);
    all.putAll(labels);
    return Worlds.in(
        all,
        Worlds.policy("other"),
        Worlds.under(
            Worlds.policy("ray"), new Terms(List.of(), Optional.empty(), Authorization.Required)));
  }

  private static Snapshot unknownNamespace() {
    return new Snapshot(
        true, GUARDED.policies(), Worlds.CLASSES, GUARDED.gatedHandlers(), Optional.empty());
  }

  private static Map<String, String> record(String name) {
    return TemplateAuthor.recordOf(new Ask.Requester(name, List.of("dev")));
  }

  private static Ask created(String user, Pods pods, Map<String, String> annotations) {
    annotations.forEach(pods::withAnnotation);
    return Asks.by(Asks.preview(pods.view()), new Ask.Requester(user, List.of("dev")));
  }

  /// By Bob.
  private static Ask updated(
      Map<String, String> before, String oldImage, Map<String, String> now, String image) {
    Pods old = Pods.granted();
    before.forEach(old::withAnnotation);
    Pods pods = Pods.granted();
    now.forEach(pods::withAnnotation);
    return new Ask(
        "uid",
        Ask.Phase.Preview,
        Ask.Operation.UPDATE,
        Asks.DEPLOYMENT,
        pods.view(),
        Optional.of(old.view()),
        new Ask.Requester("bob", List.of("dev")),
        false,
        new Words(pod(now, image), pod(before, oldImage)));
  }

  private static Map<String, Object> pod(Map<String, String> annotations, String image) {
    var metadata = new HashMap<String, Object>();
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    return Map.of("metadata", metadata, "spec", Map.of("image", image));
  }

  private record Words(Map<String, Object> now, Map<String, Object> before) implements Manuscript {

    @Override
    public Optional<Map<String, Object>> pod(Object forNull) {
      return Optional.of(now);
    }

    @Override
    public Optional<Map<String, Object>> oldPod(Object forNull) {
      return Optional.of(before);
    }

    @Override
    public Optional<Map<String, Object>> request(Object forNull) {
      return Optional.empty();
    }
  }
}
