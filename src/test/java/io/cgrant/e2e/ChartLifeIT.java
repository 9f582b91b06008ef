// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Installed, upgraded and removed by Helm on a real API server. No kubelet: pods are made, and do
/// not run.
@ExtendWith(ChartStand.Extension.class)
final class ChartLifeIT {

  private static final String REGISTRATION = "/apis/admissionregistration.k8s.io/v1/";
  private static final String MUTATING = REGISTRATION + "mutatingwebhookconfigurations/cgrant";
  private static final String VALIDATING = REGISTRATION + "validatingwebhookconfigurations/cgrant";
  private static final String GUARD =
      REGISTRATION + "validatingadmissionpolicies/cgrant-runtime-classes";
  private static final String NAMES = "/api/v1/namespaces/cgrant/secrets/cgrant-ordinary-classes";
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/cgrant/deployments/cgrant";
  private static final String DEFINITION =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/writablecgrouppolicies.cgrant.io";
  private static final String POLICIES = "/apis/cgrant.io/v1alpha1/writablecgrouppolicies";
  private static final String CLASS = "/apis/node.k8s.io/v1/runtimeclasses/cgroup-writable";

  private static final String WITH_A_CLASS =
      "{replicas: 3, runtimeClasses: [{name: cgroup-writable, handler: cgroup-writable}]}";

  private static final String POLICY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata: {name: stays}
      spec:
        match: {namespaceSelector: {matchLabels: {team: ml}}}
        grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable}
      """;

  @AfterEach
  void remove(ChartStand stand) {
    stand.release().uninstall();
  }

  @Test
  void thePodsMeetTheRestrictedStandardAndOnlyPodsThatAskWaitForThem(ChartStand stand) {
    stand.release().install("{}");
    Wait.upTo(Duration.ofMinutes(2)).until("two pods", () -> pods(stand).size() == 2);
    assertTrue(stand.admin().rehearse(pod("ordinary", "")).accepted());
    awaitGate(stand);
    // A dead cgrant can be started again, whatever its pods ask for.
    JsonNode own = pod("own", "labels: {cgrant.io/writable-cgroup: 'true'}, namespace: cgrant");
    assertFalse(stand.admin().rehearse(own).message().contains("webhook"));
  }

  @Test
  void anUpgradeKeepsWhatOthersWroteAndBringsBackWhatIsMissing(ChartStand stand) {
    stand.release().install("{}");
    Api admin = stand.admin();
    admin.patch(NAMES, "{\"data\": {\"gvisor\": \"\"}}").orThrow();
    JsonNode webhooks = admin.get(VALIDATING).orThrow().body().deepCopy();
    webhooks
        .get("webhooks")
        .forEach(w -> ((ObjectNode) w.get("clientConfig")).put("caBundle", "QQ=="));
    admin.put(VALIDATING, webhooks).orThrow();
    admin.delete(admin.get(MUTATING).orThrow().body()).orThrow();

    stand.release().upgrade(WITH_A_CLASS);

    assertEquals(3, admin.get(DEPLOYMENT).body().at("/spec/replicas").asInt());
    assertTrue(admin.get(NAMES).body().path("data").has("gvisor"));
    admin
        .get(VALIDATING)
        .body()
        .get("webhooks")
        .forEach(w -> assertEquals("QQ==", w.at("/clientConfig/caBundle").asText()));
    assertTrue(stand.exists(MUTATING), "helm upgrade makes what somebody deleted");
    assertTrue(stand.exists(CLASS));
  }

  /// Helm 4 takes the webhooks first.
  @Test
  void anUninstallClosesTheGateLastAndLeavesPoliciesAlone(ChartStand stand) {
    stand.release().install(WITH_A_CLASS);
    awaitPolicies(stand);
    Manifests.parse(POLICY).forEach(policy -> stand.admin().apply(policy).orThrow());
    int before = deletions().size();

    stand.release().uninstall();

    for (String path : List.of(MUTATING, VALIDATING, GUARD, NAMES, CLASS)) {
      assertFalse(stand.exists(path), path);
    }
    Wait.upTo(Duration.ofMinutes(2)).until("no Deployment", () -> !stand.exists(DEPLOYMENT));
    assertTrue(stand.exists(DEFINITION));
    assertTrue(stand.exists(POLICIES + "/stays"));
    List<String> order = deletions().subList(before, deletions().size());
    assertEquals("validatingwebhookconfigurations", order.getLast());
    assertTrue(order.contains("runtimeclasses"), order::toString);
    assertFalse(order.contains("customresourcedefinitions"), order::toString);

    // What stayed is in nobody's way.
    stand.release().install("{}");
    assertTrue(stand.exists(POLICIES + "/stays"));
  }

  /// With a ConfigMap for its parameter, the guard never found it again.
  @Test
  void afterAnUninstallANewInstallationAdmitsClassesAndKnowsWhichNamesAreTaken(ChartStand stand) {
    for (int i = 0; i < 2; i++) {
      stand.release().install("{}");
      Wait.upTo(Duration.ofMinutes(2))
          .until(
              () -> "a gated class is admitted; " + stand.admin().rehearse(gated("fast")),
              () -> stand.admin().rehearse(gated("fast")).accepted());
      stand.admin().patch(NAMES, "{\"data\": {\"fast\": \"\"}}").orThrow();
      Wait.upTo(Duration.ofMinutes(2))
          .until(
              () -> "its name is taken; " + stand.admin().rehearse(gated("fast")),
              () -> stand.admin().rehearse(gated("fast")).message().contains("has stood for"));
      stand.release().uninstall();
      Wait.upTo(Duration.ofMinutes(2))
          .until("the guard is gone", () -> stand.admin().rehearse(gated("fast")).accepted());
    }
  }

  private static JsonNode gated(String name) {
    return Manifests.parse(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: %s, labels: {cgrant.io/gated: "true"}}
            handler: cgroup-writable
            """
                .formatted(name))
        .getFirst();
  }

  private static void awaitGate(ChartStand stand) {
    JsonNode asking = pod("asking", "labels: {cgrant.io/writable-cgroup: 'true'}");
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "a pod that asks is refused; " + stand.admin().rehearse(asking),
            () -> stand.admin().rehearse(asking).message().contains("ask.pods.cgrant.io"));
  }

  private static void awaitPolicies(ChartStand stand) {
    Wait.upTo(Duration.ofMinutes(2)).until("policies", () -> stand.exists(POLICIES));
  }

  private static JsonNode pods(ChartStand stand) {
    String path = "/api/v1/namespaces/cgrant/pods?labelSelector=app.kubernetes.io/name=cgrant";
    return stand.admin().get(path).orThrow().body().path("items");
  }

  private static List<String> deletions() {
    return DeletionsInOrder.of(ChartStand.FOLDER.resolve("cluster/log/audit.log"));
  }

  private static JsonNode pod(String name, String metadata) {
    return Manifests.parse(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, %s}
            spec: {containers: [{name: main, image: "registry.example.com/app:1"}]}
            """
                .formatted(
                    name,
                    metadata.contains("namespace:") ? metadata : "namespace: default, " + metadata))
        .getFirst();
  }
}
