// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From an older chart to this one, by Helm on a real API server. cgrant does not run, so that it
/// repairs nothing, and the gate is closed or it is open.
@ExtendWith(ChartStand.Extension.class)
final class ChartUpgradeIT {

  private static final String NAMES = "/api/v1/namespaces/cgrant/secrets/cgrant-ordinary-classes";
  private static final String POLICIES = "/apis/cgrant.io/v1alpha1/writablecgrouppolicies";
  private static final String WEBHOOKS =
      "/apis/admissionregistration.k8s.io/v1/%swebhookconfigurations/cgrant";
  private static final String VALIDATING = WEBHOOKS.formatted("validating");

  private static final String POLICY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata: {name: stays}
      spec:
        match: {namespaceSelector: {matchLabels: {team: ml}}}
        grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable}
      """;
  private static final String CERTIFICATES =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: cgrant-certificates, namespace: cgrant}
      data: {ca.crt: QQ==, tls.crt: Qg==, tls.key: Qw==}
      """;

  @AfterEach
  void remove(ChartStand stand) {
    stand.release().uninstall();
    stand.admin().delete(Manifests.parse(CERTIFICATES).getFirst());
    stand.admin().delete(Manifests.parse(POLICY).getFirst());
  }

  @ParameterizedTest
  @MethodSource("older")
  void nothingThatReplicasWroteIsLostAndNoPodThatAsksGetsBy(Path older, ChartStand stand) {
    Api admin = stand.admin();
    stand.release().install(older, "{}");
    Wait.upTo(Duration.ofMinutes(2)).until("policies", () -> stand.exists(POLICIES));
    Manifests.parse(POLICY + CERTIFICATES.replaceFirst("^", "---\n"))
        .forEach(object -> admin.apply(object).orThrow());
    admin.patch(NAMES, "{\"data\": {\"gvisor\": \"\"}}").orThrow();
    List.of("mutating", "validating").forEach(kind -> trust(admin, WEBHOOKS.formatted(kind)));
    Wait.upTo(Duration.ofMinutes(2))
        .until("the gate is closed", () -> !admin.rehearse(UpgradeTraffic.ASKING).accepted());

    try (var traffic = new UpgradeTraffic(admin)) {
      stand.release().upgrade("{}");
      traffic.close();
      assertEquals(List.of(), traffic.wrong());
      assertTrue(traffic.sent() > 20, () -> traffic.sent() + " pods were sent");
    }

    assertEquals("QQ==", admin.get(SharingReplicas.SECRET).body().at("/data/ca.crt").asText());
    assertEquals("Qw==", admin.get(SharingReplicas.SECRET).body().at("/data/tls.key").asText());
    assertTrue(admin.get(NAMES).body().path("data").has("gvisor"));
    assertTrue(stand.exists(POLICIES + "/stays"));
    for (String kind : List.of("mutating", "validating")) {
      for (JsonNode webhook : webhooks(admin, WEBHOOKS.formatted(kind))) {
        assertEquals("QQ==", webhook.at("/clientConfig/caBundle").asText());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bent")
  void whatDiffersIsBroughtAndWhatIsNoMoreIsTakenAway(Path older, ChartStand stand) {
    Api admin = stand.admin();
    String gone = "/api/v1/namespaces/cgrant/configmaps/" + OlderChart.GONE;
    String budget = "/apis/policy/v1/namespaces/cgrant/poddisruptionbudgets/cgrant";
    JsonNode policy = Manifests.parse(POLICY).getFirst();
    ((ObjectNode) policy.get("spec")).put("priority", 7);
    stand.release().install(older, "{}");
    assertTrue(columns(stand).contains("Weight"), columns(stand));
    assertEquals(4, webhooks(admin, VALIDATING).path(0).path("timeoutSeconds").asInt());
    assertTrue(stand.exists(gone));
    assertFalse(stand.exists(budget));
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "its schema holds; " + admin.rehearseApply(policy),
            () -> admin.rehearseApply(policy).message().contains("priority"));

    stand.release().upgrade("{}");

    assertTrue(columns(stand).contains("Priority"), columns(stand));
    assertFalse(columns(stand).contains("Weight"), columns(stand));
    assertEquals(5, webhooks(admin, VALIDATING).path(0).path("timeoutSeconds").asInt());
    assertFalse(stand.exists(gone));
    assertTrue(stand.exists(budget));
    Wait.upTo(Duration.ofMinutes(2))
        .until(
            () -> "the new schema holds; " + admin.rehearseApply(policy),
            () -> admin.rehearseApply(policy).accepted());
  }

  static List<Path> older() {
    return OlderChart.all(ChartStand.FOLDER.resolve("older"));
  }

  static List<Path> bent() {
    return List.of(OlderChart.bent(ChartStand.FOLDER.resolve("older")));
  }

  /// As a replica does once it has an authority.
  private static void trust(Api admin, String path) {
    JsonNode configuration = admin.get(path).orThrow().body().deepCopy();
    configuration
        .get("webhooks")
        .forEach(w -> ((ObjectNode) w.get("clientConfig")).put("caBundle", "QQ=="));
    admin.put(path, configuration).orThrow();
  }

  private static JsonNode webhooks(Api admin, String path) {
    return admin.get(path).orThrow().body().get("webhooks");
  }

  private static String columns(ChartStand stand) {
    String path =
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/writablecgrouppolicies.cgrant.io";
    return stand
        .admin()
        .get(path)
        .orThrow()
        .body()
        .at("/spec/versions/0/additionalPrinterColumns")
        .toString();
  }
}
