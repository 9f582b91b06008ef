// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.policy.Worlds;
import io.cgrant.registration.Guards;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
final class ApiServerClassStoreTest {

  private static final String NAMESPACE = "cgrant-system";

  KubernetesClient client;

  @BeforeEach
  void install() {
    for (HasMetadata object : guards()) {
      client.resource(object).create();
    }
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(Guards.ORDINARY_CLASSES)
                .endMetadata()
                .addToData("gvisor", "")
                .build())
        .createOrReplace();
  }

  @Test
  void whatTheSecretNamesIsGuarded() {
    assertEquals(Optional.of(Set.of("gvisor")), guarded());
  }

  @ParameterizedTest
  @ValueSource(strings = {Guards.ORDINARY_CLASSES, Guards.RUNTIME_CLASSES})
  void nothingIsGuardedWithoutBothGuardsAndTheirBindings(String name) {
    for (String kind : List.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")) {
      HasMetadata object =
          guards().stream()
              .filter(o -> o.getKind().equals(kind) && o.getMetadata().getName().equals(name))
              .findFirst()
              .orElseThrow();
      client.resource(object).delete();
      assertEquals(Optional.empty(), guarded(), kind);
      client.resource(object).create();
    }
  }

  private Optional<Set<String>> guarded() {
    return new ApiServerClassStore(client, NAMESPACE).guarded();
  }

  private static List<HasMetadata> guards() {
    return new Guards(Set.of("cgroup-writable"), NAMESPACE, Worlds.CONTROLLERS).all();
  }
}
