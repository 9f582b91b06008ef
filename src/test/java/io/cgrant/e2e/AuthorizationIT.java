// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// RBAC has a word in who is granted, with the roles that the documentation shows.
@ExtendWith(StandExtension.class)
final class AuthorizationIT {

  private static final Path PAGE = Path.of("docs/how-to/authorize-with-rbac.md");
  private static final Pattern ROLES =
      Pattern.compile("```yaml\n(apiVersion:.*?)```", Pattern.DOTALL);
  private static final Duration KEPT = Duration.ofSeconds(60);

  @Test
  void whoMayUseThePolicyIsGrantedAndNobodyElse(Stand stand) throws IOException {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.guarded());
      Reply refused = stage.create(world.pod("a"));
      assertEquals(403, refused.code(), refused::message);
      assertTrue(refused.message().contains("AuthorNotAllowed"), refused::message);
      assertTrue(refused.message().contains("ServiceAccountNotAllowed"), refused::message);

      List<JsonNode> roles = roles(world);
      stage.given(roles);
      Wait.upTo(KEPT).until("the roles count", () -> stage.create(world.pod("b")).accepted());

      stage.admin().delete(roles.getLast()).orThrow();
      Wait.upTo(KEPT)
          .until(
              "the roles are gone", () -> stage.developer().rehearse(world.pod("c")).code() == 403);
      assertTrue(stage.stored(world.pod("b")).accepted(), "a pod that runs stays");
    }
  }

  @Test
  void theAuthorsRightIsNotEnough(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.guarded());
      Reply reply = stage.admin().rehearse(world.pod("a"));
      assertEquals(403, reply.code(), reply::message);
      assertFalse(reply.message().contains("AuthorNotAllowed"), reply::message);
      assertTrue(reply.message().contains("ServiceAccountNotAllowed"), reply::message);
    }
  }

  private static List<JsonNode> roles(World world) throws IOException {
    var shown = ROLES.matcher(Files.readString(PAGE));
    assertTrue(shown.find(), "no roles in " + PAGE);
    String policy = Manifests.name(world.policy());
    String namespace = world.pod("any").at("/metadata/namespace").asText();
    String roles =
        shown
            .group(1)
            .replace("[ray]", "[" + policy + "]")
            .replace("use-policy-ray", "use-policy-" + policy)
            .replace("ml-prod", namespace)
            .replace("name: ann", "name: developer")
            .replace("name: ray-head", "name: default");
    // On a cluster whose users are ServiceAccounts.
    String developer =
        """
        - kind: ServiceAccount
          name: cgrant-e2e-developer
          namespace: cgrant
        """;
    return Manifests.parse(roles + developer);
  }
}
