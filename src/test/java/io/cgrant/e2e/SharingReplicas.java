// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.crd.WritableCgroupPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Replicas that share the certificate of a Secret, behind the Service of an installed chart: the
/// API server finds them by its name, and expects it in the certificate.
final class SharingReplicas implements AutoCloseable {

  static final String SECRET = "/api/v1/namespaces/cgrant/secrets/cgrant-certificates";
  static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/cgrant/leases/cgrant-certificates";
  static final String MUTATING =
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/cgrant";
  static final String VALIDATING =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/cgrant";

  private final ChartStand stand;
  private final String name;
  private final World world;
  private final Alternating service = new Alternating(Ports.free());
  private final List<PackagedCgrant> replicas = new ArrayList<>();
  private Path kubeconfig;

  /// @param name of the folder for logs, and of what is granted
  SharingReplicas(ChartStand stand, String name) {
    this.stand = stand;
    this.name = name;
    this.world = new World(name);
    this.kubeconfig = stand.cluster().kubeconfig(Cluster.User.Cgrant).toAbsolutePath();
    world.given().stream().filter(o -> !isPolicy(o)).forEach(this::apply);
    if (!stand.exists(VALIDATING)) {
      stand.release().install("rbac: {users: [cgrant]}");
    }
    apply(world.policy());
    Reply left = stand.admin().get(SECRET);
    if (left.accepted()) {
      stand.admin().delete(left.body()).orThrow();
    }
    // A Service outside: no kube-proxy hands on what is sent to an address of the cluster.
    stand
        .admin()
        .patch(
            "/api/v1/namespaces/cgrant/services/cgrant",
            "{\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"localhost\",\"clusterIP\":null,"
                + "\"clusterIPs\":null}}")
        .orThrow();
    Stream.of(MUTATING, VALIDATING).forEach(this::redirect);
  }

  /// Replicas that are started from now on reach the API server by another way.
  void reach(int port) {
    String direct = Manifests.text(kubeconfig);
    String other = direct.replaceAll("(server: \"?https://[^:]+:)\\d+", "$1" + port);
    kubeconfig = ChartStand.FOLDER.resolve(name + ".kubeconfig");
    try {
      Files.writeString(kubeconfig, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Several may be started at once.
  PackagedCgrant launch(String... properties) {
    Path folder = ChartStand.FOLDER.resolve(name + "-" + replicas.size());
    Folders.delete(folder);
    var replica = new PackagedCgrant(folder, URI.create("https://127.0.0.1:" + Ports.free()));
    var words =
        new ArrayList<>(
            List.of(
                "-Dquarkus.http.http2=false",
                "-Dcgrant.tls.secret=cgrant-certificates",
                "-Dcgrant.tls.names=cgrant.cgrant.svc",
                "-Dcgrant.ordinary-classes.settling=PT3S"));
    words.addAll(List.of(properties));
    replica.launch(words, Map.of("KUBECONFIG", kubeconfig.toString(), "HOSTNAME", name));
    replicas.add(replica);
    service.to(replicas.stream().map(r -> r.url().getPort()).toList());
    return replica;
  }

  PackagedCgrant start(String... properties) {
    PackagedCgrant replica = launch(properties);
    replica.awaitReady();
    return replica;
  }

  /// Asks, and a policy speaks for it.
  JsonNode pod() {
    return world.pod("worker");
  }

  /// PEM; empty where there is none.
  String stored(String key) {
    String value = stand.admin().get(SECRET).body().path("data").path(key).asText();
    return new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII);
  }

  /// Whether every webhook trusts exactly what is stored.
  boolean isPublished() {
    String wanted = stand.admin().get(SECRET).body().path("data").path("ca.crt").asText();
    return !wanted.isEmpty()
        && Stream.of(MUTATING, VALIDATING)
            .flatMap(path -> webhooks(path).stream())
            .allMatch(w -> w.at("/clientConfig/caBundle").asText().equals(wanted));
  }

  /// What the API server sends goes to this port.
  void handTo(int port) {
    service.to(List.of(port));
  }

  void awaitGrant() {
    JsonNode pod = pod();
    Wait.upTo(Duration.ofSeconds(30))
        .until(
            () -> "a pod is granted; " + stand.admin().rehearse(pod),
            () -> stand.admin().rehearse(pod).accepted());
  }

  @Override
  public void close() {
    replicas.forEach(PackagedCgrant::close);
    service.close();
    world.given().reversed().forEach(stand.admin()::delete);
  }

  private void apply(JsonNode object) {
    Wait.upTo(Duration.ofSeconds(30))
        .until(
            () -> "applied; " + stand.admin().apply(object).message(),
            () -> stand.admin().apply(object).accepted());
  }

  private static boolean isPolicy(JsonNode object) {
    return Manifests.kind(object).equals(WritableCgroupPolicy.KIND);
  }

  /// What the API server is told to trust, as PEM.
  String published() {
    String value = webhooks(VALIDATING).getFirst().at("/clientConfig/caBundle").asText();
    return new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII);
  }

  private List<JsonNode> webhooks(String path) {
    var found = new ArrayList<JsonNode>();
    stand.admin().get(path).orThrow().body().path("webhooks").forEach(found::add);
    return found;
  }

  private void redirect(String path) {
    JsonNode configuration = stand.admin().get(path).orThrow().body().deepCopy();
    configuration
        .path("webhooks")
        .forEach(w -> ((ObjectNode) w.at("/clientConfig/service")).put("port", service.port()));
    stand.admin().put(path, configuration).orThrow();
  }
}
