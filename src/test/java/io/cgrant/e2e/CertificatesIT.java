// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `helm install` without any values comes to: replicas make their certificate, and the API
/// server trusts it.
@ExtendWith(ChartStand.Extension.class)
final class CertificatesIT {

  @Test
  void aDefaultInstallGrantsAPodThroughTls(ChartStand stand) {
    var world = new World("certificates");
    try (var sharing = new SharingReplicas(stand, "certificates")) {
      PackagedCgrant replica = sharing.start();
      world.given().forEach(object -> stand.admin().apply(object).orThrow());
      awaitAccount(stand, world);
      JsonNode pod = world.pod("worker");
      sharing.awaitGrant(pod);
      assertEquals(
          "cgroup-writable-certificates",
          Field.text(stand.admin().rehearse(pod).body(), "spec.runtimeClassName"));
      assertTrue(sharing.isPublished());

      for (String path : new String[] {SharingReplicas.MUTATING, SharingReplicas.VALIDATING}) {
        overwrite(stand, path);
      }
      Duration repaired =
          Wait.upTo(Duration.ofSeconds(5)).until("caBundle is put right", sharing::isPublished);
      sharing.awaitGrant(pod);
      ClusterChoice.say("caBundle was put right after " + repaired.toMillis() + " ms");
      String log = Manifests.text(replica.log());
      assertTrue(log.contains("caBundle was changed by somebody else"), log);
    } finally {
      world.given().reversed().forEach(stand.admin()::delete);
    }
  }

  private static void overwrite(ChartStand stand, String path) {
    JsonNode webhooks = stand.admin().get(path).orThrow().body().deepCopy();
    webhooks
        .get("webhooks")
        .forEach(w -> ((ObjectNode) w.get("clientConfig")).put("caBundle", "QQ=="));
    stand.admin().put(path, webhooks).orThrow();
  }

  private static void awaitAccount(ChartStand stand, World world) {
    String path = "/api/v1/namespaces/" + world.namespace() + "/serviceaccounts/default";
    Wait.upTo(Duration.ofSeconds(20)).until(path, () -> stand.exists(path));
  }
}
