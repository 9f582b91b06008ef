// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.cgrant.pod.PodView.Owner;
import io.cgrant.trouble.Soon;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControllerReadsTest {

  private static final Owner REPLICA_SET = new Owner("apps/v1", "ReplicaSet", "head-5d9", "uid-rs");

  private static final String FOUND =
      """
      {"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{
        "name":"head-5d9","namespace":"ml","labels":{"uid":"other"},"uid":"uid-rs",
        "ownerReferences":[
          {"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"u-a"},
          {"apiVersion":"apps/v1","kind":"Deployment","name":"head","uid":"u-d","controller":true,"blockOwnerDeletion":true}],
        "managedFields":[{"fieldsV1":{"f:metadata":{"f:ownerReferences":{}}}}]}}
      """;

  private static final int LONG_ENOUGH = 60_000;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private KubernetesClient client;
  private volatile int code = 200;
  private volatile String body = FOUND;
  private volatile boolean hangs;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Accept"));
          if (hangs) {
            await();
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withMasterUrl(url).build())
            .build();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    server.stop(0);
  }

  /// Anybody who may write one could else keep everybody's from being looked up.
  @Test
  void managedFieldsOfAnyDepthDoNotHideTheController() {
    for (int depth : List.of(9_000, 30_000)) {
      String deep = "{\"f:x\":".repeat(depth) + "{}" + "}".repeat(depth);
      body = FOUND.replace("{\"f:metadata\":{\"f:ownerReferences\":{}}}", deep);
      Optional<String> above =
          new ControllerReads(client, LONG_ENOUGH).above("ml", REPLICA_SET).map(Owner::name);
      assertEquals(depth < 10_000 ? Optional.of("head") : Optional.empty(), above);
    }
  }

  @Test
  void readsWhoControlsItAndOfItOnlyTheMetadata() {
    Optional<Owner> above = new ControllerReads(client, LONG_ENOUGH).above("ml", REPLICA_SET);
    assertEquals(Optional.of(new Owner("apps/v1", "Deployment", "head", "u-d")), above);
    assertEquals(
        List.of(
            "/apis/apps/v1/namespaces/ml/replicasets/head-5d9"
                + " application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"),
        asked);
    new ControllerReads(client, LONG_ENOUGH)
        .above("ml", new Owner("batch/v1", "Job", "nightly-1", "u"));
    assertTrue(
        asked.getLast().startsWith("/apis/batch/v1/namespaces/ml/jobs/nightly-1 "),
        asked::toString);
  }

  @Test
  void anotherOfTheSameNameIsNotMeant() {
    var later = new Owner("apps/v1", "ReplicaSet", "head-5d9", "uid-later");
    assertEquals(Optional.empty(), new ControllerReads(client, LONG_ENOUGH).above("ml", later));
  }

  @Test
  void oneThatNobodyControlsOrThatIsGoneHasNothingAboveIt() {
    body = "{\"metadata\":{\"uid\":\"uid-rs\",\"ownerReferences\":[]}}";
    assertEquals(
        Optional.empty(), new ControllerReads(client, LONG_ENOUGH).above("ml", REPLICA_SET));
    code = 404;
    body = "{}";
    assertEquals(
        Optional.empty(), new ControllerReads(client, LONG_ENOUGH).above("ml", REPLICA_SET));
  }

  @Test
  void whoeverWritesAnOwnerDoesNotChooseTheAddress() {
    for (String name :
        List.of("../../../api/v1/secrets", "a/b", "a?b", "a%2fb", "", "A", "-a", "a..b", "ä")) {
      var forged = new Owner("apps/v1", "ReplicaSet", name, "uid-rs");
      assertEquals(
          Optional.empty(), new ControllerReads(client, LONG_ENOUGH).above("ml", forged), name);
    }
    assertEquals(
        Optional.empty(), new ControllerReads(client, LONG_ENOUGH).above("m/l", REPLICA_SET));
    var other = new Owner("apps/v1", "StatefulSet", "head", "uid");
    assertEquals(Optional.empty(), new ControllerReads(client, LONG_ENOUGH).above("ml", other));
    assertEquals(List.of(), asked);
  }

  @Test
  void whatTheApiServerDoesNotSayIsAFailure() {
    for (int refusal : List.of(403, 429, 500, 503)) {
      code = refusal;
      var e = assertThrows(KubernetesClientException.class, this::read);
      assertEquals(refusal, e.getCode());
    }
    code = 200;
    for (String bad : List.of("", "[]", "{\"metadata\":{\"uid\":\"uid-rs\",", "<html>")) {
      body = bad;
      assertThrows(KubernetesClientException.class, this::read, bad);
    }
  }

  @Test
  void oneThatHangsHoldsNobodyForLong() {
    hangs = true;
    var reads = new ControllerReads(client, 300);
    Soon.within(
        Duration.ofSeconds(5),
        () -> assertThrows(KubernetesClientException.class, () -> reads.above("ml", REPLICA_SET)));
  }

  private void read() {
    new ControllerReads(client, LONG_ENOUGH).above("ml", REPLICA_SET);
  }
}
