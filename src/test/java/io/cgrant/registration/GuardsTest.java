// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.docs.GeneratedFile;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("generated")
class GuardsTest {

  @Test
  void theDeployedFileIsWhatTheCodeSays() {
    GeneratedFile.verify(
        Path.of("deploy/guards.yaml"),
        """
        # Copyright The cgrant Authors
        # SPDX-License-Identifier: Apache-2.0
        #
        # Generated from io.cgrant.registration.Guards, which says why it is so; `make generate` writes it.
        """
            + yaml(
                new Guards(
                    List.of(Snapshot.USUALLY_GATED.split(",")), "cgrant", Worlds.CONTROLLERS)));
  }

  @Test
  void namesTheGatedHandlersItIsGiven() {
    String yaml = yaml(new Guards(List.of("b", "a"), "cgrant", Worlds.CONTROLLERS));
    assertTrue(yaml.contains("object.handler in ['a', 'b']"), yaml);
  }

  private static String yaml(Guards guards) {
    return guards.all().stream().map(Serialization::asYaml).collect(Collectors.joining());
  }
}
