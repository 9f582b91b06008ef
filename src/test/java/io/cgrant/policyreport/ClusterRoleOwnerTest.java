// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
final class ClusterRoleOwnerTest {

  private static final ClusterRole ROLE =
      new ClusterRoleBuilder().withNewMetadata().withName("cgrant").endMetadata().build();

  KubernetesClient client;

  @Test
  void itIsTheRoleOfNowOrElseTheLastOne() {
    var owner = new ClusterRoleOwner(client);
    assertEquals(Optional.empty(), owner.get());
    client.resource(ROLE).create();
    Owner first = owner.get().orElseThrow();
    assertEquals("rbac.authorization.k8s.io/v1 ClusterRole cgrant", words(first));
    client.resource(ROLE).delete();
    assertEquals(first, owner.get().orElseThrow(), "what it gets now goes too");
    client.resource(ROLE).create();
    assertNotEquals(first.uid(), owner.get().orElseThrow().uid());
  }

  private static String words(Owner owner) {
    return owner.apiVersion() + " " + owner.kind() + " " + owner.name();
  }
}
