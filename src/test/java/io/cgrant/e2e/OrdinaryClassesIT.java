// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.User;
import io.cgrant.registration.OrdinaryNames;
import io.cgrant.rerun.FailsForGood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods of classes that give no writable cgroup need no cgrant; and no name is usable for one that
/// does while its pods are not sent.
@FailsForGood
@ExtendWith(StandExtension.class)
final class OrdinaryClassesIT {

  private static final String NAMES = "/api/v1/namespaces/cgrant/secrets/cgrant-ordinary-classes";
  private static final List<String> CONFIGURATIONS =
      List.of(SharingReplicas.MUTATING, SharingReplicas.VALIDATING);

  /// Here a name settles for 3 s (`CgrantProcess`), in a cluster for 75 s: the one API server hears
  /// of a guarded name at once, and no request of these tests takes 60 s. So the bounds and steps
  /// here are short, too, and what is shown is the order, not that 75 s are enough for a slow
  /// cluster.
  private static final Duration LISTED = Duration.ofSeconds(90);

  private static final int NAMES_RACED = 40;
  private static final Duration STEP = Duration.ofMillis(200);
  private static final int NAMES_FORGOTTEN = 12;

  /// The guard may hear of it too late, each time.
  private static final int MOST_NAMES_FORGOTTEN = 60;

  private static final int NAMES_SHORT_LIVED = 20;
  private static final int PODS_AFTERWARDS = 5;

  @Test
  void podsOfAnOrdinaryClassStartWithoutCgrant(Stand stand) {
    String id = stand.newId();
    try (var stage = new Stage(stand)) {
      stage.given(List.of(namespace(id), runtimeClass(id, "gvisor")));
      stage.create(pod(id, "first")).orThrow();
      awaitListed(stand, stage, id);
      stand.cgrant().close();
      try {
        stage.create(pod(id, "second")).orThrow();
        JsonNode unknown = runtimeClass(id + "-new", "kata");
        stage.given(List.of(unknown));
        Reply sent = stage.developer().rehearse(pod(id + "-new", id, "third"));
        assertEquals(500, sent.code(), sent::message);
      } finally {
        stand.cgrant().start();
      }
      stage.create(pod(id, "fourth")).orThrow();
      assertEquals(0, reviewsOf(stand, stage, pod(id, "fifth")), "a restart forgets no name");
    }
  }

  @Test
  void whoInstallsTheConfigurationsAnewHearsOfNoConflict(Stand stand) {
    String id = stand.newId();
    try (var stage = new Stage(stand)) {
      stage.given(List.of(namespace(id), runtimeClass(id, "gvisor")));
      awaitListed(stand, stage, id);
      Wait.upTo(LISTED)
          .until(
              "nobody owns the names",
              () -> CONFIGURATIONS.stream().noneMatch(c -> isOwned(stage.admin().get(c).body())));
      for (String path : CONFIGURATIONS) {
        ObjectNode installed = stage.admin().get(path).orThrow().body().deepCopy();
        installed.putObject("metadata").put("name", "cgrant");
        installed
            .findParents("expression")
            .forEach(c -> ((ObjectNode) c).put("expression", withoutNames(c)));
        stage.admin().applyAs("helm", installed).orThrow();
      }
      awaitListed(stand, stage, id);
    }
  }

  @Test
  void aNameThatStoodForAnOrdinaryClassCannotGetAGatedHandler(Stand stand) {
    String id = stand.newId();
    try (var stage = new Stage(stand)) {
      stage.given(List.of(namespace(id), runtimeClass(id, "gvisor")));
      awaitListed(stand, stage, id);
      stage.admin().delete(runtimeClass(id, "gvisor")).orThrow();
      Reply refused = stage.admin().create(runtimeClass(id, "cgroup-writable"));
      assertTrue(refused.message().contains("has stood for a RuntimeClass"), refused::message);

      Wait.upTo(LISTED).until("the name is not listed", () -> !isListed(stage, id));
      refused = stage.admin().create(runtimeClass(id, "cgroup-writable"));
      assertTrue(refused.message().contains("has stood for a RuntimeClass"), refused::message);

      stage.admin().patch(NAMES, forgetting(id)).orThrow();
      Wait.upTo(LISTED)
          .until(
              "the name is free",
              () -> stage.admin().create(runtimeClass(id, "cgroup-writable")).accepted());
      Reply gated = stage.create(pod(id, "gated"));
      assertEquals(403, gated.code(), gated::message);
      assertTrue(gated.message().contains("NoPolicy"), gated::message);
    }
  }

  /// However short a class was there: once a pod that names it is stored, no gated class gets the
  /// name.
  @Test
  void noPodIsStoredWhoseClassCanChangeLater(Stand stand) {
    String id = stand.newId();
    int stored = 0;
    try (var stage = new Stage(stand)) {
      stage.given(List.of(namespace(id)));
      for (int i = 0; i < NAMES_SHORT_LIVED; i++) {
        String brief = id + "-" + i;
        stage.admin().create(runtimeClass(brief, "gvisor")).orThrow();
        boolean isStored = stage.create(pod(brief, id, "waits-" + i)).accepted();
        stage.admin().delete(runtimeClass(brief, "gvisor")).orThrow();
        if (isStored) {
          stored++;
          Wait.upTo(LISTED)
              .until(
                  "the guard knows its list",
                  () ->
                      stage
                          .admin()
                          .rehearse(runtimeClass(brief, "cgroup-writable"))
                          .message()
                          .contains("has stood for"));
        }
      }
    }
    ClusterChoice.say(stored + " of " + NAMES_SHORT_LIVED + " pods of brief classes were stored");
    assertTrue(stored > 0, "no pod was stored");
  }

  /// The guard is made to forget the name, so that only memory stands between.
  @Test
  void memoryThatIsBehindLetsNoPodBy(Stand stand) {
    String id = stand.newId();
    int gated = 0;
    try (var stage = new Stage(stand)) {
      stage.given(List.of(namespace(id)));
      int names = 0;
      for (; names < NAMES_FORGOTTEN || gated == 0 && names < MOST_NAMES_FORGOTTEN; names++) {
        String raced = id + "-" + names;
        stage.given(List.of(runtimeClass(raced, "gvisor")));
        Wait.upTo(LISTED)
            .until(
                "cgrant knows it",
                () -> stage.admin().get(NAMES).body().path("data").has(name(raced)));
        stage.admin().patch(NAMES, forgetting(raced)).orThrow();
        stage.admin().delete(runtimeClass(raced, "gvisor")).orThrow();
        boolean isGated = stage.admin().create(runtimeClass(raced, "cgroup-writable")).accepted();
        for (int j = 0; isGated && j < PODS_AFTERWARDS; j++) {
          Reply pod = stage.developer().rehearse(pod(raced, id, "after"));
          assertEquals(403, pod.code(), pod::message);
        }
        gated += isGated ? 1 : 0;
        stage.admin().delete(runtimeClass(raced, "cgroup-writable"));
      }
      ClusterChoice.say(gated + " of " + names + " names became gated at once");
      assertTrue(gated > 0, "no name became gated");
    }
  }

  /// Each name is an ordinary class for a while, up to longer than becoming ordinary for good
  /// takes, so that some change hands at every step of that. Once the gated class is there, no
  /// pod may pass.
  @Test
  void noNameIsUsableForAGatedHandlerWhileItsPodsAreNotSent(Stand stand) throws Exception {
    String id = stand.newId();
    var start = new CountDownLatch(1);
    var races = new ArrayList<Future<Race>>();
    try (var stage = new Stage(stand);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      stage.given(List.of(namespace(id)));
      for (int i = 0; i < NAMES_RACED; i++) {
        String raced = id + "-" + i;
        Duration pause = STEP.multipliedBy(i);
        races.add(threads.submit(() -> race(stand, id, raced, pause, start)));
      }
      start.countDown();
      var ended = new ArrayList<Race>();
      for (Future<Race> race : races) {
        ended.add(race.get());
      }
      assertEquals(List.of(), ended.stream().filter(r -> r.passed() > 0).toList());
      long gated = ended.stream().filter(Race::gated).count();
      ClusterChoice.say(gated + " of " + NAMES_RACED + " names became gated, the rest never");
    }
  }

  /// @param gated whether the name came to stand for a gated handler
  /// @param passed the pods that were let by after that
  private record Race(String name, boolean gated, int passed) {}

  private static Race race(
      Stand stand, String id, String raced, Duration pause, CountDownLatch start)
      throws InterruptedException {
    Api admin = stand.as(User.Admin);
    Api developer = stand.as(User.Developer);
    start.await(10, TimeUnit.SECONDS);
    admin.create(runtimeClass(raced, "gvisor")).orThrow();
    Thread.sleep(pause);
    admin.delete(runtimeClass(raced, "gvisor")).orThrow();
    if (!admin.create(runtimeClass(raced, "cgroup-writable")).accepted()) {
      return new Race(raced, false, 0);
    }
    int passed = 0;
    for (int i = 0; i < PODS_AFTERWARDS; i++) {
      passed += developer.rehearse(pod(raced, id, "after")).accepted() ? 1 : 0;
    }
    admin.delete(runtimeClass(raced, "cgroup-writable")).orThrow();
    return new Race(raced, true, passed);
  }

  private static String forgetting(String id) {
    return "{\"data\":{\"" + name(id) + "\":null}}";
  }

  private static void awaitListed(Stand stand, Stage stage, String id) {
    Wait.upTo(LISTED).until("pods of " + name(id) + " are not sent", () -> isListed(stage, id));
    Wait.upTo(LISTED)
        .until(
            "the API server sends none of them",
            () -> reviewsOf(stand, stage, pod(id, "unseen")) == 0);
  }

  private static boolean isListed(Stage stage, String id) {
    return CONFIGURATIONS.stream()
        .anyMatch(c -> stage.admin().get(c).body().toString().contains("'" + name(id) + "'"));
  }

  private static String withoutNames(JsonNode condition) {
    return OrdinaryNames.with(condition.path("expression").asText(), List.of());
  }

  private static boolean isOwned(JsonNode configuration) {
    return configuration
        .at("/metadata/managedFields")
        .toString()
        .contains("cgrant-ordinary-classes");
  }

  private static long reviewsOf(Stand stand, Stage stage, JsonNode pod) {
    long before = stand.cgrant().settledMetrics().reviews();
    stage.developer().rehearse(pod).orThrow();
    return stand.cgrant().settledMetrics().reviews() - before;
  }

  private static String name(String id) {
    return "ordinary-" + id;
  }

  private static JsonNode runtimeClass(String id, String handler) {
    return Manifests.parse(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: %s, labels: {cgrant.io/gated: "true"}}
            handler: %s
            """
                .formatted(name(id), handler))
        .getFirst();
  }

  private static JsonNode namespace(String id) {
    return Manifests.parse(
            "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name(id)))
        .getFirst();
  }

  private static JsonNode pod(String id, String name) {
    return pod(id, id, name);
  }

  private static JsonNode pod(String classId, String namespaceId, String name) {
    return Manifests.parse(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: %s}
            spec:
              runtimeClassName: %s
              containers: [{name: main, image: registry.example.com/app:1}]
            """
                .formatted(name, name(namespaceId), name(classId)))
        .getFirst();
  }
}
