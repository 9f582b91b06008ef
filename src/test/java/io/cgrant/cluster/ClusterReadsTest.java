// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class ClusterReadsTest {

  KubernetesMockServer server;
  KubernetesClient client;

  /// Else it would be a read of something else, with our rights.
  @ParameterizedTest
  @ValueSource(strings = {"ml/pods?n=1", "?watch=true&", "ml#", "%6dl", "../nodes", "ml\n", ""})
  void whatIsNoNameIsNeverPartOfAnAddress(String name) {
    var reads = new ClusterReads(client);
    assertEquals(Optional.empty(), reads.namespaceLabels(name));
    assertEquals(Optional.empty(), reads.handler(name));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aNameIsAskedFor() {
    var reads = new ClusterReads(client);
    assertEquals(Optional.empty(), reads.namespaceLabels("ml"));
    assertEquals(Optional.empty(), reads.handler("cgroup.writable"));
    assertEquals(2, server.getRequestCount());
  }
}
