// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What an API server may answer to a TokenReview, also one that a real one answers hardly ever.
@EnableKubernetesMockClient
final class ApiServerTokensTest {

  private static final String PATH = "/apis/authentication.k8s.io/v1/tokenreviews";

  KubernetesMockServer server;
  KubernetesClient client;

  private Optional<Caller> reviewed(String status) {
    server
        .expect()
        .post()
        .withPath(PATH)
        .andReturn(
            201,
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"status\":"
                + status
                + "}")
        .once();
    return ApiServerTokens.of(client, Set.of("cgrant")).review("t");
  }

  @Test
  void whoIsKnownForOurAudienceIsSomebody() throws Exception {
    Optional<Caller> caller =
        reviewed(
            """
            {"authenticated": true, "audiences": ["cgrant"], "user": {"username": "ann",
             "uid": "u", "groups": ["devs"], "extra": {"scopes": ["all"]}}}""");
    var ann = new Caller("ann", "u", List.of("devs"), Map.of("scopes", List.of("all")));
    assertEquals(Optional.of(ann), caller);
    String sent = server.getLastRequest().getBody().readUtf8();
    assertTrue(sent.contains("\"audiences\":[\"cgrant\"]"), sent);
  }

  @Test
  void anyOtherIsNobody() {
    for (String status :
        List.of(
            "{\"authenticated\": false}",
            "{\"error\": \"has expired\"}",
            "{\"authenticated\": true, \"user\": {\"username\": \"ann\"}}",
            "{\"authenticated\": true, \"audiences\": [\"a\"], \"user\": {\"username\": \"ann\"}}",
            "{\"authenticated\": true, \"audiences\": [\"cgrant\"]}",
            "{\"authenticated\": true, \"audiences\": [\"cgrant\"], \"user\": {}}",
            "{\"authenticated\": true, \"audiences\": [\"cgrant\"],"
                + " \"user\": {\"username\": \"system:anonymous\"}}")) {
      assertEquals(Optional.empty(), reviewed(status), status);
    }
  }

  @Test
  void noAnswerIsNobodysWord() {
    assertThrows(ApiServerAway.class, () -> reviewed("null"));
    server.expect().post().withPath(PATH).andReturn(403, "{\"message\": \"no\"}").once();
    var tokens = ApiServerTokens.of(client, Set.of("cgrant"));
    assertThrows(ApiServerAway.class, () -> tokens.review("t"));
  }
}
