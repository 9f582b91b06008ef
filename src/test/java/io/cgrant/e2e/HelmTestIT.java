// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `helm test`, by Helm itself. Its pods are made and do not run; what they would run is run here,
/// with what they would have.
@ExtendWith(ChartStand.Lasting.class)
final class HelmTestIT {

  private static final String DIRECT = "cgrant-test";
  private static final String GRANTS = "cgrant-test-grants";
  private static final String POLICY =
      "/apis/cgrant.io/v1alpha1/writablecgrouppolicies/cgrant-helm-test";
  private static final List<String> STAGE =
      List.of(
          "/api/v1/namespaces/cgrant-helm-test",
          "/apis/node.k8s.io/v1/runtimeclasses/cgrant-helm-test",
          POLICY,
          "/api/v1/namespaces/cgrant/serviceaccounts/cgrant-test",
          "/api/v1/namespaces/cgrant/configmaps/cgrant-test");
  private static final List<String> AT_ONCE = List.of("--within=60", "--within=0");

  @Test
  void asksForAGrantAndARefusalAndLeavesNothingButItsPods(ChartStand stand) throws Exception {
    try (var sharing = new SharingReplicas(stand, "helm-test")) {
      PlayedKubelet kubelet = kubelet(stand, start(sharing));
      CompletableFuture<Void> test = CompletableFuture.runAsync(stand.release()::test);

      var direct = kubelet.run(kubelet.await(DIRECT)).orThrow();
      assertTrue(
          direct.contains("cgrant-helm-test/granted   Granted   cgrant-helm-test@1"), direct);
      kubelet.end(DIRECT, "Succeeded");
      JsonNode pod = kubelet.await(GRANTS);
      STAGE.forEach(path -> assertTrue(stand.exists(path), path));
      var grants = kubelet.run(pod).orThrow();
      assertEquals(
          List.of(
              "cgrant-helm-test/granted   Granted   cgrant-helm-test@1  -",
              "cgrant-helm-test/refused   Refused   -                   spec.containers[0].resources.limits.cpu:",
              "cgrant-helm-test/ordinary  NotAsked  -                   -"),
          grants.lines().filter(l -> l.startsWith("cgrant-")).map(HelmTestIT::begin).toList());
      assertMayDoNothingElse(stand);
      kubelet.end(GRANTS, "Succeeded");

      test.get(5, TimeUnit.MINUTES);
      STAGE.forEach(path -> assertFalse(stand.exists(path), path));
    }
  }

  @Test
  void failsWhereAPolicyIsMissingOrNobodyAnswers(ChartStand stand) throws Exception {
    try (var sharing = new SharingReplicas(stand, "helm-test-fails")) {
      PackagedCgrant replica = start(sharing);
      PlayedKubelet kubelet = kubelet(stand, replica);
      CompletableFuture<Void> test = CompletableFuture.runAsync(stand.release()::test);
      kubelet.await(DIRECT);
      kubelet.end(DIRECT, "Succeeded");
      JsonNode pod = kubelet.await(GRANTS);

      stand.admin().delete(stand.admin().get(POLICY).body()).orThrow();
      Wait.upTo(Duration.ofMinutes(2))
          .until("it is noticed", () -> atOnce(kubelet, pod).exitCode() == 1);
      String missing = atOnce(kubelet, pod).output();
      assertTrue(missing.contains("granted is Refused, and was to be Granted"), missing);
      assertTrue(missing.contains("NoPolicy"), missing);

      replica.close();
      var dead = atOnce(kubelet, pod);
      assertEquals(1, dead.exitCode(), dead::output);
      assertTrue(
          dead.output().contains("granted is Undecided, and was to be Granted"), dead::output);
      assertTrue(dead.output().contains("failed calling webhook"), dead::output);
      assertFalse(dead.output().contains("ordinary is"), dead::output);

      kubelet.end(GRANTS, "Failed");
      var failure = assertThrows(ExecutionException.class, () -> test.get(5, TimeUnit.MINUTES));
      assertTrue(failure.getMessage().contains(GRANTS), failure::getMessage);
      STAGE.forEach(path -> assertFalse(stand.exists(path), path));
    }
  }

  private static Command.Result atOnce(PlayedKubelet kubelet, JsonNode pod) {
    return kubelet.run(pod, AT_ONCE.getFirst(), AT_ONCE.getLast());
  }

  private static PackagedCgrant start(SharingReplicas sharing) {
    PackagedCgrant replica =
        sharing.start(
            "-Dcgrant.tls.names=cgrant.cgrant.svc,127.0.0.1", "-Dcgrant.tls.settling=PT1S");
    sharing.awaitGrant();
    return replica;
  }

  private static PlayedKubelet kubelet(ChartStand stand, PackagedCgrant replica) {
    Path folder = ChartStand.FOLDER.resolve("kubelet");
    Folders.delete(folder);
    // Those of the test before, which are there to be read.
    for (String pod : List.of(DIRECT, GRANTS)) {
      String path = "/api/v1/namespaces/cgrant/pods/" + pod;
      Reply left = stand.admin().get(path);
      if (left.accepted()) {
        stand.admin().delete(left.body()).orThrow();
      }
    }
    return new PlayedKubelet(stand, replica.url(), folder);
  }

  private static void assertMayDoNothingElse(ChartStand stand) {
    Api account = stand.admin().impersonating("system:serviceaccount:cgrant:cgrant-test");
    JsonNode elsewhere = new World("helm-test").ordinaryPod("elsewhere");
    assertEquals(403, account.rehearse(elsewhere).code());
    assertEquals(403, account.get("/api/v1/namespaces/cgrant-helm-test/pods").code());
  }

  /// Up to the end of the path.
  private static String begin(String row) {
    return row.replaceFirst("(: ).*", ":");
  }
}
