// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the HTTP API costs a replica that has it, in memory and at the start: off and on take
/// turns. No test of CI's: `-Dit.test=HttpApiCost`.
@ExtendWith(StandExtension.class)
final class HttpApiCost {

  private static final int TURNS = Integer.getInteger("api.turns", 2);
  private static final int REQUESTS = Integer.getInteger("api.requests", 500);
  private static final Duration REST = Duration.ofSeconds(10);
  private static final String PORTAL =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: portal, namespace: ml-$ID}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: portal-$ID}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
      subjects:
      - {kind: ServiceAccount, name: portal, namespace: ml-$ID}
      """;

  @Test
  void onAgainstOff(Stand stand) throws InterruptedException {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(Manifests.parse(HttpApiIT.MAY_REVIEW));
      stage.given(world.given());
      stage.given(Manifests.parse(PORTAL.replace("$ID", world.id())));
      // Nobody else is measured with it.
      stand.cgrant().close();
      // The first one fills the caches of the machine.
      measured(stand, "first").close();
      for (int turn = 1; turn <= TURNS; turn++) {
        measured(stand, "off").close();
        int port = Ports.free();
        try (var on =
            measured(stand, "on", "-Dcgrant.api.enabled=true", "-Dcgrant.api.port=" + port)) {
          ask(stand, stage, world, on, port);
          say("on, after %d requests: %s", REQUESTS, memory(on));
        }
      }
    } finally {
      stand.cgrant().start();
    }
  }

  private static CgrantProcess measured(Stand stand, String name, String... properties)
      throws InterruptedException {
    var cgrant = new CgrantProcess(Folders.ofRun("api-cost"), stand.cluster(), Ports.free());
    long began = System.nanoTime();
    cgrant.start(properties);
    long ready = System.nanoTime() - began;
    Thread.sleep(REST);
    say("%s: ready after %.1f s; %s", name, ready / 1e9, memory(cgrant));
    return cgrant;
  }

  private static void ask(Stand stand, Stage stage, World world, CgrantProcess cgrant, int port) {
    URI url = URI.create("https://" + stand.cluster().hostOfThisMachine() + ":" + port);
    var calls = new ApiCalls(cgrant.https(), url, token(stage, world));
    for (int i = 0; i < REQUESTS; i++) {
      assertEquals("Granted", calls.verdict(world.pod("pod-" + i)));
      assertEquals(200, calls.get("/api/v1/grants").status());
    }
  }

  private static String token(Stage stage, World world) {
    String request =
        "apiVersion: authentication.k8s.io/v1\nkind: TokenRequest\nspec: {audiences: [cgrant]}";
    String path = "/api/v1/namespaces/" + world.namespace() + "/serviceaccounts/portal/token";
    JsonNode reply = stage.admin().post(path, Manifests.parse(request).getFirst()).orThrow().body();
    return reply.at("/status/token").asText();
  }

  /// What is resident first: to count what is alive in the heap is to collect what is not.
  private static String memory(CgrantProcess cgrant) {
    return "%.1f MiB resident, %.2f MiB of the heap alive"
        .formatted(VitalSigns.resident(cgrant.pid()), Histogram.of(cgrant.pid()).mebibytes());
  }

  private static void say(String format, Object... values) {
    ClusterChoice.say(format.formatted(values));
  }
}
