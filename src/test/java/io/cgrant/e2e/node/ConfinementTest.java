// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cgrant.e2e.node.Confinement.Privileges;
import io.cgrant.e2e.node.Confinement.Proc;
import io.cgrant.e2e.node.Confinement.Root;
import io.cgrant.e2e.node.Confinement.Seccomp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfinementTest {

  private static final Path POLICY = Path.of("docs/how-to/docker-in-docker/policy.yaml");

  /// So what is attacked from it is what somebody gets who follows the recipe.
  @Test
  void thatOfDockerIsWhatItsRecipeLetsThrough() throws IOException {
    JsonNode require = new YAMLMapper().readTree(POLICY.toFile()).at("/spec/require");
    List<String> added =
        require.at("/capabilities/allow").valueStream().map(JsonNode::asText).toList();
    Seccomp seccomp =
        has(require, "seccomp", "Unconfined") ? Seccomp.Unconfined : Seccomp.RuntimeDefault;
    Proc proc = has(require, "procMount", "Unmasked") ? Proc.Unmasked : Proc.Masked;
    Privileges privileges =
        require.path("privilegeEscalation").asText().equals("Allowed")
            ? Privileges.MayGrow
            : Privileges.Fixed;
    assertEquals(
        new Confinement(added, List.of(), privileges, seccomp, proc, Root.Writable),
        Confinement.DOCKER);
    assertEquals("Required", require.path("userNamespace").asText());
  }

  private static boolean has(JsonNode require, String stanza, String value) {
    return require.path(stanza).valueStream().anyMatch(v -> v.asText().equals(value));
  }
}
