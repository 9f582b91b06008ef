// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.crd.WritableCgroupPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Replicas that share the certificate of a Secret, behind the Service of an installed chart: the
/// API server finds them by its name, and expects it in the certificate.
final class SharingReplicas implements AutoCloseable {

  static final String SECRET = "/api/v1/namespaces/cgrant/secrets/cgrant-certificates";
  static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/cgrant/leases/cgrant-leader";
  static final String MUTATING =
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/cgrant";
  static final String VALIDATING =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/cgrant";

  /// An API server hears a little later of what is stored.
  private static final Duration HEARD = Duration.ofSeconds(90);

  private final ChartStand stand;
  private final String name;
  private final World world;
  private final Routing routing;
  private Alternating service = new Alternating(Ports.free());
  private final List<PackagedCgrant> replicas = new ArrayList<>();
  private Path kubeconfig;

  /// Tells the Service whom to send to.
  interface Routing {
    /// @param started all of them, the newest last
    void route(Alternating service, List<PackagedCgrant> started);
  }

  /// @param name of the folder for logs, and of what is granted
  SharingReplicas(ChartStand stand, String name) {
    this(
        stand,
        name,
        (service, started) -> service.to(started.stream().map(r -> r.url().getPort()).toList()));
  }

  /// @param routing called for each replica that is started
  SharingReplicas(ChartStand stand, String name, Routing routing) {
    this.stand = stand;
    this.routing = routing;
    this.name = name;
    this.world = new World(name);
    this.kubeconfig = stand.cluster().kubeconfig(Cluster.User.Cgrant).toAbsolutePath();
    world.given().stream().filter(o -> !isPolicy(o)).forEach(this::apply);
    if (!stand.exists(VALIDATING)) {
      stand.release().install("rbac: {users: [cgrant]}");
    }
    apply(world.policy());
    String account = "/api/v1/namespaces/" + world.namespace() + "/serviceaccounts/default";
    // After an outage the controllers of the cluster take their time.
    Wait.upTo(Duration.ofMinutes(3))
        .until("the namespace has its ServiceAccount", () -> stand.exists(account));
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
    kubeconfig = Folders.create(ChartStand.FOLDER).resolve(name + ".kubeconfig");
    Folders.write(kubeconfig, other);
  }

  /// Several may be started at once.
  PackagedCgrant launch(String... properties) {
    return launch(Optional.empty(), Map.of(), properties);
  }

  PackagedCgrant launch(
      Optional<UnaryOperator<List<String>>> command,
      Map<String, String> variables,
      String... properties) {
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
    var environment = new HashMap<>(variables);
    environment.putAll(Map.of("KUBECONFIG", kubeconfig.toString(), "HOSTNAME", name));
    command.ifPresentOrElse(
        how -> replica.launch(how, words, environment), () -> replica.launch(words, environment));
    replicas.add(replica);
    spread();
    return replica;
  }

  /// From now on the API server finds the replicas by this port of the Service.
  void listenOn(int port) {
    service.close();
    service = new Alternating(port);
    spread();
    Stream.of(MUTATING, VALIDATING).forEach(this::redirect);
  }

  private void spread() {
    routing.route(service, replicas);
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

  /// Asks for nothing.
  JsonNode ordinaryPod() {
    return world.ordinaryPod("ordinary");
  }

  /// PEM; empty where there is none.
  String stored(String key) {
    String value = stand.admin().get(SECRET).body().path("data").path(key).asText();
    return new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII);
  }

  /// Puts a Secret where the replicas find it when they start.
  ///
  /// @param texts PEM by key
  void store(Map<String, String> texts) {
    var encoded = JsonNodeFactory.instance.objectNode();
    texts.forEach(
        (key, text) ->
            encoded.put(
                key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII))));
    JsonNode secret =
        Manifests.parse(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: cgrant-certificates, namespace: cgrant}
                type: Opaque
                """)
            .getFirst();
    ((ObjectNode) secret).set("data", encoded);
    stand.admin().create(secret).orThrow();
  }

  /// Whether every webhook trusts exactly what is stored.
  boolean isPublished() {
    String wanted = stand.admin().get(SECRET).body().path("data").path("ca.crt").asText();
    return !wanted.isEmpty()
        && Stream.of(MUTATING, VALIDATING)
            .flatMap(path -> webhooks(path).stream())
            .allMatch(w -> w.at("/clientConfig/caBundle").asText().equals(wanted));
  }

  World world() {
    return world;
  }

  /// What the API server sends goes to this port.
  void handTo(int port) {
    service.to(List.of(port));
  }

  void awaitGrant() {
    JsonNode pod = pod();
    Wait.upTo(HEARD)
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
    Wait.upTo(HEARD)
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
    Wait.upTo(HEARD).until("it leads to us: " + path, () -> redirected(path));
  }

  /// False where somebody was faster to write it.
  private boolean redirected(String path) {
    JsonNode configuration = stand.admin().get(path).orThrow().body().deepCopy();
    configuration
        .path("webhooks")
        .forEach(w -> ((ObjectNode) w.at("/clientConfig/service")).put("port", service.port()));
    Reply reply = stand.admin().put(path, configuration);
    return reply.code() != 409 && reply.orThrow().accepted();
  }
}
