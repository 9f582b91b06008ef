// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterChoiceTest {

  private static final Map<String, String> CI = Map.of("CI", "true");
  private static final Map<String, String> CI_WITH_A_CLUSTER =
      Map.of("CI", "true", "CGRANT_E2E_KUBECONFIG", "/admin");

  @Test
  void whatIsNamedIsTaken() {
    assertEquals(ClusterChoice.Own, ClusterChoice.of("", Map.of()));
    assertEquals(ClusterChoice.Kubeconfig, ClusterChoice.of("", CI_WITH_A_CLUSTER));
    assertEquals(ClusterChoice.Own, ClusterChoice.of("own", CI_WITH_A_CLUSTER));
    assertEquals(ClusterChoice.KubeApiTest, ClusterChoice.of("kube-api-test", CI));
    assertThrows(IllegalArgumentException.class, () -> ClusterChoice.of("kind", CI));
  }

  @Test
  void inCiEverythingMustRun() {
    assertTrue(ClusterChoice.mustShowEverything("", CI));
    assertTrue(ClusterChoice.mustShowEverything("own", CI_WITH_A_CLUSTER));
    assertFalse(ClusterChoice.mustShowEverything("", Map.of()));
    assertFalse(ClusterChoice.mustShowEverything("own", Map.of()));
  }

  @Test
  void butNotOnAClusterThatWasNamed() {
    assertFalse(ClusterChoice.mustShowEverything("", CI_WITH_A_CLUSTER));
    assertFalse(ClusterChoice.mustShowEverything("k3s", CI));
    assertFalse(ClusterChoice.mustShowEverything("kube-api-test", CI));
  }
}
