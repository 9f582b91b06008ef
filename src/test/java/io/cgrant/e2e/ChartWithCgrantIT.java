// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The chart's webhooks, rights and guards with a cgrant that serves them, outside the cluster.
@ExtendWith(ChartStand.Extension.class)
final class ChartWithCgrantIT {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: asks, namespace: ml-chart}
      spec:
        selector: {matchLabels: {app: asks}}
        template:
          metadata: {labels: {app: asks, cgrant.io/writable-cgroup: "true"}}
          spec: {containers: [{name: main, image: "registry.example.com/app:1"}]}
      """;

  @Test
  void grantsAndRefusesAndAnOutageStopsOnlyThoseWhoAsk(ChartStand stand) {
    var world = new World("chart");
    stand.release().install("rbac: {users: [cgrant]}");
    var cgrant =
        new CgrantProcess(ChartStand.FOLDER.resolve("cgrant"), stand.cluster(), Ports.free());
    try (cgrant) {
      cgrant.start();
      stand.release().upgrade(outside(cgrant));
      world.given().forEach(object -> applyOnceGuardsAreKnown(stand, object));
      awaitAccount(stand, world);
      JsonNode pod = world.pod("worker");
      Wait.upTo(Duration.ofMinutes(2))
          .until(
              () -> "a pod is granted; " + stand.admin().rehearse(pod),
              () -> stand.admin().rehearse(pod).accepted());
      assertEquals(
          "cgroup-writable-chart",
          Field.text(stand.admin().rehearse(pod).body(), "spec.runtimeClassName"));
      String refusal =
          stand.admin().rehearse(Manifests.parse(DEPLOYMENT).getFirst()).warnings().toString();
      assertTrue(refusal.contains("LimitMissing"), refusal);
    }
    Wait.upTo(Duration.ofMinutes(2))
        .until("a pod that asks is refused", () -> refused(stand, world.pod("late")));
    assertTrue(stand.admin().rehearse(world.ordinaryPod("ordinary")).accepted());
    assertTrue(stand.admin().rehearse(Manifests.parse(DEPLOYMENT).getFirst()).accepted());
    assertEquals(List.of(), missing(stand));
    stand.release().uninstall();
    assertFalse(
        stand.exists(
            "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/cgrant"));
    world.given().reversed().forEach(stand.admin()::delete);
  }

  /// For a few seconds the API server knows a guard and not yet its parameters, and denies.
  private static void applyOnceGuardsAreKnown(ChartStand stand, JsonNode object) {
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "the guards are known; " + stand.admin().apply(object),
            () -> stand.admin().apply(object).accepted());
  }

  /// The metrics that the chart's alerts rest on, once there was something to count.
  private static List<String> missing(ChartStand stand) {
    String metrics = stand.metrics();
    return List.of(
            "apiserver_admission_webhook_rejection_count{error_type=\"calling_webhook_error\",name=\"ask.pods.cgrant.io\"",
            "apiserver_admission_webhook_fail_open_count{name=\"templates.cgrant.io\"")
        .stream()
        .filter(series -> !metrics.contains(series))
        .toList();
  }

  private static boolean refused(ChartStand stand, JsonNode pod) {
    return stand.admin().rehearse(pod).message().contains("failed calling webhook");
  }

  private static void awaitAccount(ChartStand stand, World world) {
    String path = "/api/v1/namespaces/" + world.namespace() + "/serviceaccounts/default";
    Wait.upTo(Duration.ofMinutes(2)).until(path, () -> stand.exists(path));
  }

  private static String outside(CgrantProcess cgrant) {
    return "{replicas: 0, rbac: {users: [cgrant]}, webhooks: {url: \"%s\", caBundle: %s}}"
        .formatted(cgrant.url(), new TextNode(Manifests.text(cgrant.caFile())));
  }
}
