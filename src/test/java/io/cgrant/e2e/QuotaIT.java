// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.crd.WritableCgroupPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods are counted by two replicas at once.
@ExtendWith(StandExtension.class)
final class QuotaIT {

  private static final int QUOTA = 20;
  private static final int CREATIONS = 60;

  /// What was reserved for a request that ended without an answer is free again after a minute.
  private static final Duration FILLED = Duration.ofMinutes(3);

  @Test
  void twoReplicasStoreExactlyTheQuotaUnderManyCreationsAtOnce(Stand stand) throws Exception {
    var world = new World(stand.newId());
    Path folder = stand.cgrant().caFile().getParent().getParent();
    int firstPort = stand.cgrant().url().getPort();
    // The first to take its port, or a replica might be given the same.
    try (var stage = new Stage(stand);
        var service = new Alternating(stand.injectorPort());
        var second = new CgrantProcess(folder, stand.cluster(), Ports.free())) {
      second.start();
      service.to(List.of(firstPort, second.url().getPort()));
      stage.given(bounded(world, QUOTA));
      List<Reply> replies;
      Map<String, Reply> again = new TreeMap<>();
      redirect(stage.admin(), firstPort, stand.injectorPort());
      try {
        awaitBoth(stage, world, List.of(stand.cgrant(), second));
        replies = createAtOnce(stage, world, names());
        again.putAll(fill(stage, world, replies));
      } finally {
        redirect(stage.admin(), stand.injectorPort(), firstPort);
      }
      long accepted = replies.stream().filter(Reply::accepted).count();
      long undecided = replies.stream().filter(r -> r.code() >= 500).count();
      long refused = replies.stream().filter(r -> r.message().contains("QuotaExceeded")).count();
      ClusterChoice.say(
          accepted
              + " granted, "
              + refused
              + " refused, "
              + undecided
              + " undecided by two replicas: "
              + validated(stand.cgrant())
              + " and "
              + validated(second));
      assertEquals(CREATIONS, accepted + undecided + refused);
      assertEquals(QUOTA, accepted + again.values().stream().filter(Reply::accepted).count());
      assertEquals(QUOTA, stored(stage, world));
    }
  }

  @Test
  void aFullNamespaceSaysWhoHoldsItAndAnotherIsNotTouched(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(bounded(world, 2));
      stage.create(world.pod("a")).orThrow();
      stage.create(world.pod("b")).orThrow();
      Reply full = stage.create(world.pod("c"));
      assertEquals(403, full.code(), full::message);
      assertTrue(full.message().contains("has 2 of the 2 pods"), full::message);
      assertTrue(full.message().contains(": a, b;"), full::message);
      stage.create(world.ordinaryPod("ordinary")).orThrow();
      assertEquals(200, touch(stage, world.pod("a")).code());
    }
  }

  @Test
  void aPodThatHasEndedDoesNotCount(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(bounded(world, 1));
      stage.create(world.pod("a")).orThrow();
      assertEquals(403, stage.create(world.pod("b")).code());
      stage
          .admin()
          .merge(world.pod("a"), "status", "{\"status\":{\"phase\":\"Succeeded\"}}")
          .orThrow();
      // Its reservation stays for as long as the request that made it could live.
      Wait.upTo(FILLED).until("there is room again", () -> stage.create(world.pod("b")).accepted());
    }
  }

  @Test
  void aRehearsalTakesNothing(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(bounded(world, 1));
      for (String name : List.of("a", "b", "c")) {
        stage.developer().rehearse(world.pod(name)).orThrow();
      }
      stage.create(world.pod("d")).orThrow();
      assertEquals(403, stage.developer().rehearse(world.pod("e")).code());
    }
  }

  private static List<JsonNode> bounded(World world, int quota) {
    var given = new ArrayList<JsonNode>();
    for (JsonNode object : world.given()) {
      JsonNode copy = object.deepCopy();
      if (Manifests.kind(copy).equals(WritableCgroupPolicy.KIND)) {
        ((ObjectNode) copy.at("/spec/require")).putObject("quota").put("podsPerNamespace", quota);
      }
      given.add(copy);
    }
    return given;
  }

  private static List<String> names() {
    return IntStream.range(0, CREATIONS).mapToObj(i -> "pod-" + i).toList();
  }

  /// Those of which nobody could say in time whether there is room are created again, as
  /// controllers do, and those that were refused in favour of one of them. On a quiet machine there
  /// are none.
  ///
  /// @return the last word on each
  private static Map<String, Reply> fill(Stage stage, World world, List<Reply> first)
      throws Exception {
    var last = new TreeMap<String, Reply>();
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).accepted()) {
        last.put("pod-" + i, first.get(i));
      }
    }
    long end = System.nanoTime() + FILLED.toNanos();
    while (stored(stage, world) < QUOTA && System.nanoTime() < end) {
      List<String> left =
          last.keySet().stream().filter(name -> !last.get(name).accepted()).toList();
      List<Reply> replies = createAtOnce(stage, world, left);
      for (int i = 0; i < left.size(); i++) {
        last.put(left.get(i), replies.get(i));
      }
    }
    return last;
  }

  private static List<Reply> createAtOnce(Stage stage, World world, List<String> names)
      throws Exception {
    var creations = new ArrayList<Callable<Reply>>();
    for (String name : names) {
      JsonNode pod = world.pod(name);
      creations.add(() -> stage.developer().create(pod));
    }
    var replies = new ArrayList<Reply>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(creations)) {
        replies.add(done.get());
      }
    }
    return replies;
  }

  /// A watch of the webhook configurations takes a moment.
  private static void awaitBoth(Stage stage, World world, List<CgrantProcess> replicas) {
    for (CgrantProcess replica : replicas) {
      Wait.upTo(FILLED)
          .until(
              () -> "it knows the policy: " + new Review(replica).verdict(world.pod("try")),
              () -> new Review(replica).verdict(world.pod("try")).equals("Granted"));
    }
    List<Long> before = replicas.stream().map(QuotaIT::validated).toList();
    Wait.upTo(FILLED)
        .until(
            () ->
                "both replicas are asked: "
                    + stage.developer().rehearse(world.pod("try"))
                    + " "
                    + replicas.stream().map(QuotaIT::validated).toList()
                    + " after "
                    + before,
            () -> {
              try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                  int number = i;
                  threads.submit(() -> stage.developer().rehearse(world.pod("try-" + number)));
                }
              }
              boolean isAsked = true;
              for (int i = 0; i < replicas.size(); i++) {
                isAsked &= validated(replicas.get(i)) > before.get(i);
              }
              return isAsked;
            });
  }

  private static long validated(CgrantProcess replica) {
    return replica.metrics().reviews("Validate");
  }

  private static long stored(Stage stage, World world) {
    JsonNode pods =
        stage.admin().get(Resources.collection(world.pod("any"))).orThrow().body().path("items");
    long granted = 0;
    for (JsonNode pod : pods) {
      granted += pod.at("/metadata/annotations").has("cgrant.io/granted-by") ? 1 : 0;
    }
    return granted;
  }

  private static Reply touch(Stage stage, JsonNode pod) {
    return stage.admin().merge(pod, "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
  }

  /// Only the addresses are changed: the expressions are kept by cgrant.
  private static void redirect(Api admin, int from, int to) throws IOException {
    for (String kind :
        List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations")) {
      String path = "/apis/admissionregistration.k8s.io/v1/" + kind + "/cgrant";
      Wait.upTo(FILLED)
          .until(
              kind + " is redirected",
              () -> {
                String text = admin.get(path).orThrow().body().toString();
                return admin
                    .put(path, tree(text.replace(":" + from + "/", ":" + to + "/")))
                    .accepted();
              });
    }
  }

  private static JsonNode tree(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
