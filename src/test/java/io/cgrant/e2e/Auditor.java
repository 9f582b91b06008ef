// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Somebody who may look at everything that `cgrant who` needs, and at nothing else.
final class Auditor implements AutoCloseable {

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: cgrant-e2e-auditor, namespace: cgrant}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: cgrant-e2e-auditor}
      rules:
      - apiGroups: [""]
        resources: [pods]
        verbs: [list]
      - apiGroups: [""]
        resources: [namespaces]
        verbs: [get, list]
      - apiGroups: [node.k8s.io]
        resources: [runtimeclasses]
        verbs: [list]
      - apiGroups: [cgrant.io]
        resources: [writablecgrouppolicies]
        verbs: [list]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: cgrant-e2e-auditor}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-auditor}
      subjects:
      - {kind: ServiceAccount, name: cgrant-e2e-auditor, namespace: cgrant}
      """;

  private static final String TOKEN =
      "/api/v1/namespaces/cgrant/serviceaccounts/cgrant-e2e-auditor/token";

  private static final String TOKEN_REQUEST =
      "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {expirationSeconds: 3600}}";

  private final Path folder = Folders.ofRun("e2e/auditor");
  private final Api admin;
  private final String server;

  Auditor(Stand stand, Api admin) {
    this.admin = admin;
    Manifests.parse(OBJECTS).forEach(object -> admin.apply(object).orThrow());
    JsonNode cluster = kubeconfig(stand).at("/clusters/0/cluster");
    server = cluster.path("server").asText();
    Folders.create(folder);
    Folders.write(folder.resolve("ca.crt"), authority(cluster));
    Reply token = admin.post(TOKEN, tokenRequest()).orThrow();
    Folders.write(folder.resolve("token"), token.body().at("/status/token").asText());
  }

  /// Where the API server is.
  String server() {
    return server;
  }

  /// Who signed its certificate.
  Path caFile() {
    return folder.resolve("ca.crt");
  }

  static JsonNode tokenRequest() {
    return Manifests.parse(TOKEN_REQUEST).getFirst();
  }

  /// What the packaged program prints.
  String who(String... more) {
    var words = new ArrayList<>(List.of("who"));
    words.addAll(List.of(more));
    words.add("--api-server=" + server);
    words.add("--ca-file=" + folder.resolve("ca.crt"));
    words.add("--token-file=" + folder.resolve("token"));
    return PackagedJar.run(words.toArray(String[]::new));
  }

  @Override
  public void close() {
    Manifests.parse(OBJECTS).reversed().forEach(admin::delete);
  }

  private static String authority(JsonNode cluster) {
    return cluster.has("certificate-authority")
        ? Manifests.text(Path.of(cluster.path("certificate-authority").asText()))
        : new String(
            Base64.getDecoder().decode(cluster.path("certificate-authority-data").asText()),
            java.nio.charset.StandardCharsets.UTF_8);
  }

  private static JsonNode kubeconfig(Stand stand) {
    try {
      return new ObjectMapper(new YAMLFactory())
          .readTree(stand.cluster().kubeconfig(User.Admin).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
