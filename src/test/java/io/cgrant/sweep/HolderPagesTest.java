// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cgrant.drift.Holding;
import io.cgrant.drift.Today;
import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
final class HolderPagesTest {

  private static final String NOT_ENDED =
      "?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed&limit=";

  KubernetesMockServer server;
  KubernetesClient client;

  private HolderPages pages() {
    return new HolderPages(
        client,
        new TodaySource() {
          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public Today in(String namespace) {
            return new Today(Worlds.with(), Map.of(), name -> Optional.empty());
          }
        });
  }

  private static String name(Holding holding) {
    return holding.pod().pod().name();
  }

  private void answer(String path, int code, String body) {
    server.expect().get().withPath(path).andReturn(code, body).once();
  }

  private static String pod(String name, String namespace, String className) {
    return """
        {"metadata": {"name": "%s", "namespace": "%s", "uid": "u"},
         "spec": {"runtimeClassName": "%s", "containers": [{"name": "main", "image": "a"}]}}"""
        .formatted(name, namespace, className);
  }

  @Test
  void onlyHoldersOfThePageAreToldAndWhereItGoesOn() {
    answer(
        "/api/v1/namespaces/ml/pods" + NOT_ENDED + "500",
        200,
        "{\"metadata\": {\"continue\": \"a b\"}, \"items\": ["
            + String.join(
                ",",
                pod("holder", "ml", Worlds.CLASS),
                pod("ordinary", "ml", Worlds.FOREIGN),
                "{\"metadata\": 7}",
                pod("elsewhere", "other", Worlds.CLASS))
            + "]}");
    HolderPages.Page<String> page = pages().read("ml", "", 9_999, HolderPagesTest::name);
    assertEquals(List.of("holder"), page.holdings());
    assertEquals(1, page.unreadable());
    assertEquals("a b", page.next());
  }

  @Test
  void aPageOfAllNamespacesIsAskedForWhereNoneIsNamed() {
    answer("/api/v1/pods" + NOT_ENDED + "2&continue=a+b", 200, "{\"items\": []}");
    assertEquals(
        new HolderPages.Page<>(List.of(), 0, ""),
        pages().read("", "a b", 2, HolderPagesTest::name));
  }

  @Test
  void whatTheApiServerRefusesIsRefusedWithItsCode() {
    answer("/api/v1/pods" + NOT_ENDED + "2&continue=x", 400, "{}");
    var refused =
        assertThrows(
            KubernetesClientException.class, () -> pages().read("", "x", 2, HolderPagesTest::name));
    assertEquals(400, refused.getCode());
  }
}
