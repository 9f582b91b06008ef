// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuardsTest {

  @Test
  void namesTheGatedHandlersItIsGiven() {
    String yaml = yaml(new Guards(List.of("b", "a"), "cgrant", Worlds.CONTROLLERS));
    assertTrue(yaml.contains("object.handler in ['a', 'b']"), yaml);
  }

  private static String yaml(Guards guards) {
    return guards.all().stream().map(Serialization::asYaml).collect(Collectors.joining());
  }
}
