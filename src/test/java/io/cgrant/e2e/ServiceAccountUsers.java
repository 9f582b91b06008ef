// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// cgrant and the developer as ServiceAccounts with tokens for three hours, for clusters in which
/// we cannot make users.
final class ServiceAccountUsers implements AutoCloseable {

  private static final String NAMESPACE = "cgrant";
  private static final String ACCOUNTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: cgrant}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: cgrant, namespace: cgrant}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: cgrant-e2e-developer, namespace: cgrant}
      """;

  private final Path admin;
  private final Path folder;
  private final List<JsonNode> created;

  private ServiceAccountUsers(Path admin, Path folder, List<JsonNode> created) {
    this.admin = admin;
    this.folder = folder;
    this.created = created;
  }

  static ServiceAccountUsers create(Path admin, Path folder) {
    Folders.create(folder);
    Api api = Api.as(admin);
    List<JsonNode> objects = Manifests.parse(ACCOUNTS);
    objects.forEach(o -> api.create(o).orThrow());
    var users = new ServiceAccountUsers(admin, folder, objects);
    users.write(api, "cgrant", users.kubeconfig(User.Cgrant));
    users.write(api, "cgrant-e2e-developer", users.kubeconfig(User.Developer));
    return users;
  }

  Path kubeconfig(User user) {
    return switch (user) {
      case Admin -> admin;
      case Cgrant -> folder.resolve("cgrant.kubeconfig");
      case Developer -> folder.resolve("developer.kubeconfig");
    };
  }

  @Override
  public void close() {
    Api api = Api.as(admin);
    created.reversed().forEach(api::delete);
  }

  private void write(Api api, String account, Path file) {
    JsonNode request =
        Manifests.parse(
                """
                apiVersion: authentication.k8s.io/v1
                kind: TokenRequest
                spec: {expirationSeconds: 10800}
                """)
            .getFirst();
    String path = "/api/v1/namespaces/" + NAMESPACE + "/serviceaccounts/" + account + "/token";
    Reply reply = api.post(path, request);
    reply.orThrow();
    try {
      Files.writeString(file, api.kubeconfigWithToken(reply.body().at("/status/token").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
