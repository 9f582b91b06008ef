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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods are counted by two replicas at once.
@ExtendWith(StandExtension.class)
final class QuotaIT {

  private static final int QUOTA = 20;
  private static final int CREATIONS = 60;

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
      redirect(stage.admin(), firstPort, stand.injectorPort());
      try {
        awaitBoth(stage, world, List.of(stand.cgrant(), second));
        replies = createAtOnce(stage, world);
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
      assertEquals(QUOTA, stored(stage, world));
      assertEquals(QUOTA, accepted);
      assertEquals(CREATIONS, accepted + undecided + refused);
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
      stage.admin().merge(world.pod("a"), "status", "{\"status\":{\"phase\":\"Succeeded\"}}");
      // Its reservation stays for as long as the request that made it could live.
      Wait.upTo(Duration.ofSeconds(90))
          .until("there is room again", () -> stage.create(world.pod("b")).accepted());
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

  private static List<Reply> createAtOnce(Stage stage, World world) throws Exception {
    var creations = new ArrayList<Callable<Reply>>();
    for (int i = 0; i < CREATIONS; i++) {
      JsonNode pod = world.pod("pod-" + i);
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
    List<Long> before = replicas.stream().map(QuotaIT::validated).toList();
    Wait.upTo(Duration.ofSeconds(30))
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
      Wait.upTo(Duration.ofSeconds(20))
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
