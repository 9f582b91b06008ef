// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.access.Caller;
import io.cgrant.access.Doors;
import io.cgrant.cel.CelCompiler;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.ManifestPaths;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.Testimony;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.Problem;
import io.cgrant.sweep.ClusterToday;
import io.cgrant.sweep.HolderPages;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The HTTP API on a port, before users and roles in memory and the tutorial's cluster. Whatever it
/// answers must be as the published document says.
final class ApiEndpointTest {

  private static final String EXPLAIN = "/api/v1/explain";
  private static final String POLICIES = "list writablecgrouppolicies.cgrant.io";
  private static final String CLASSES = "list runtimeclasses.node.k8s.io";
  private static final String NAMESPACE = "get namespaces \"ml\"";
  private static final String PODS = "list pods in namespace \"ml\"";
  private static final Set<String> HANDLERS = Set.of("cgroup-writable");

  private final ObjectMapper json = new ObjectMapper();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Doors doors = new Doors();
  private final ConcurrentLinkedQueue<String> tallied = new ConcurrentLinkedQueue<>();
  private final AtomicInteger left = new AtomicInteger();
  private DescribedCluster tutorial;
  private ApiEndpoint endpoint;
  private URI url;

  @BeforeEach
  void open() {
    tutorial =
        DescribedCluster.of(
            ManifestPaths.read(
                    List.of(Path.of("docs/tutorial/policies"), Path.of("docs/tutorial/cluster")))
                .documents(),
            new CelCompiler());
    var doorkeeper = new Doorkeeper(doors.callers(), doors.rights());
    var holders = new HolderPages(null, new ClusterToday(null, this::snapshot));
    var desk =
        new ApiDesk(
            doorkeeper,
            new ApiDesk.Knowledge(
                source(), () -> Duration.ofSeconds(3), holders, ApiEndpointTest::policies));
    endpoint =
        new ApiEndpoint(
            vertx,
            desk,
            (route, outcome) ->
                tallied.add(route.map(ApiRoute::path).orElse(ApiRoute.OTHER) + " " + outcome));
    int port =
        vertx
            .createHttpServer()
            .requestHandler(endpoint)
            .connectionHandler(c -> c.closeHandler(closed -> left.incrementAndGet()))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    url = URI.create("http://127.0.0.1:" + port);
    doors.let("ann", caller("ann"), POLICIES, CLASSES, NAMESPACE, PODS);
    doors.let("eve", caller("eve"), POLICIES, CLASSES, NAMESPACE);
    doors.let("nobody", caller("nobody"));
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    http.close();
  }

  private static Caller caller(String name) {
    return new Caller(name, "", List.of("system:authenticated"), Map.of());
  }

  private Snapshot snapshot(String namespace) {
    return tutorial.snapshot(namespace, HANDLERS).with(Testimony.NONE);
  }

  private SnapshotSource source() {
    return new SnapshotSource() {
      @Override
      public Snapshot current(String namespace) {
        return snapshot(namespace);
      }

      @Override
      public Snapshot refreshed(Ask ask, Duration bound) {
        return snapshot(ask.subject().namespace());
      }
    };
  }

  private static List<KnownPolicy> policies() {
    var invalid =
        new PolicyReading.Invalid("b", 2, List.of(new Problem("spec.grant", "is missing")));
    JsonNode status = new ObjectMapper().createObjectNode().put("granted", 4);
    return List.of(
        new KnownPolicy("b", "u", 2, invalid, status),
        new KnownPolicy(
            "a",
            "v",
            1,
            new PolicyReading.Ready(io.cgrant.policy.Worlds.policy("a"), List.of()),
            new ObjectMapper().missingNode()));
  }

  private record Got(int status, HttpResponse<String> reply, JsonNode body) {
    String detail() {
      return body.path("detail").asText();
    }

    String header(String name) {
      return reply.headers().firstValue(name).orElse("");
    }
  }

  private HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Got post(String token, String body) throws Exception {
    return sent(request(EXPLAIN, token).POST(BodyPublishers.ofString(body)));
  }

  private Got sent(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest whole = request.build();
    var reply = http.send(whole, BodyHandlers.ofString());
    String type = reply.headers().firstValue("Content-Type").orElse("");
    boolean isJson = type.endsWith("json");
    JsonNode body = isJson ? json.readTree(reply.body()) : json.createObjectNode();
    String path = whole.uri().getPath();
    if (ApiRoute.of(path).isPresent() && isJson) {
      OpenApi.assertKnown(path, reply.statusCode(), type, body);
    }
    assertEquals("no-store", reply.headers().firstValue("Cache-Control").orElse(""));
    return new Got(reply.statusCode(), reply, body);
  }

  private static String pod(String name) throws IOException {
    return Files.readString(Path.of("docs/tutorial/pods/" + name + ".yaml"));
  }

  @Test
  void whoMaySeeIsToldWhatTheCommandLineTells() throws Exception {
    Got granted = post("ann", pod("granted"));
    assertEquals(200, granted.status());
    assertEquals("Granted", granted.body().at("/0/verdict").asText());
    assertEquals("ray@0", granted.body().at("/0/policy").asText());
    assertEquals("<body>", granted.body().at("/0/source").asText());
    assertEquals("3", granted.header("Cgrant-Snapshot-Age"));
    String note = granted.body().at("/0/notes/0").asText();
    assertTrue(note.startsWith("decided as a creation now by \"ann\""), note);
    Got two = post("ann", pod("no-limits") + "\n---\n" + pod("opted-out"));
    assertEquals("Refused", two.body().at("/0/verdict").asText());
    assertEquals("NotAsked", two.body().at("/1/verdict").asText());
  }

  @Test
  void whoHasNoTokenIsNobody() throws Exception {
    for (String token : List.of("", "made-up")) {
      Got got = post(token, pod("granted"));
      assertEquals(401, got.status());
      assertEquals("Bearer realm=\"cgrant\"", got.header("WWW-Authenticate"));
    }
    for (String header : List.of("Basic YTpi", "Bearer", "Bearer a b", "ann")) {
      Got got =
          sent(
              HttpRequest.newBuilder(URI.create(url + "/openapi")).header("Authorization", header));
      assertEquals(401, got.status(), header);
    }
    assertEquals(200, sent(request("/openapi", "nobody")).status());
  }

  @Test
  void whatKubectlWouldNotShowIsNotTold() throws Exception {
    Got nobody = post("nobody", pod("granted"));
    assertEquals(403, nobody.status());
    assertTrue(nobody.detail().startsWith("\"nobody\" may not " + POLICIES + "; "), nobody::detail);
    Got elsewhere = post("ann", pod("granted").replace("namespace: ml", "namespace: secret"));
    assertEquals(403, elsewhere.status());
    assertTrue(elsewhere.detail().contains("get namespaces \"secret\""), elsewhere::detail);
    assertEquals(403, sent(request("/api/v1/policies", "nobody")).status());
    Got grants = sent(request("/api/v1/grants?namespace=ml", "eve"));
    assertEquals(403, grants.status());
    assertTrue(grants.detail().contains(PODS), grants::detail);
    Got quota = post("eve", pod("granted"));
    assertEquals(403, quota.status(), "a quota that is full tells which pods fill it");
    assertTrue(quota.detail().contains(PODS), quota::detail);
    Got all = sent(request("/api/v1/grants", "ann"));
    assertEquals(403, all.status());
    assertTrue(all.detail().contains("list pods in all namespaces"), all::detail);
  }

  @Test
  void whoIsExplainedForMayBeAnotherWhomTheCallerMayImpersonate() throws Exception {
    var asBob =
        request(EXPLAIN, "ann")
            .header("Impersonate-User", "bob")
            .header("Impersonate-Group", "devs")
            .POST(BodyPublishers.ofString(pod("granted")));
    Got refused = sent(asBob);
    assertEquals(403, refused.status());
    assertTrue(refused.detail().contains("impersonate users \"bob\""), refused::detail);
    doors.let("ann", caller("root"), POLICIES, CLASSES, NAMESPACE);
    doors.let(
        "root",
        caller("root"),
        "impersonate users \"bob\"",
        "impersonate groups \"devs\"",
        POLICIES,
        CLASSES,
        NAMESPACE,
        PODS);
    Got got =
        sent(
            request(EXPLAIN, "root")
                .header("Impersonate-User", "bob")
                .header("Impersonate-Group", "devs")
                .POST(BodyPublishers.ofString(pod("granted"))));
    assertEquals(200, got.status(), got::detail);
    assertTrue(got.body().at("/0/notes/0").asText().contains("by \"bob\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/explain?pretty=1 | there is no parameter "pretty"
          /api/v1/explain?namespace=a/b | can be no namespace
          /api/v1/explain?namespace=a&namespace=b | given twice
          """)
  void aQueryThatIsWrongIsNamed(String path, String detail) throws Exception {
    Got got = sent(request(path, "ann").POST(BodyPublishers.ofString(pod("granted"))));
    assertEquals(400, got.status());
    assertTrue(got.detail().contains(detail), got::detail);
  }

  @Test
  void whatIsWrongWithAHeaderIsNamed() throws Exception {
    String pod = pod("granted");
    for (String name : List.of("Impersonate-Group", "Impersonate-Uid", "Impersonate-Extra-a")) {
      Got got = sent(request(EXPLAIN, "ann").header(name, "x").POST(BodyPublishers.ofString(pod)));
      assertEquals(400, got.status(), name);
    }
    var grants = request("/api/v1/grants", "ann").header("Impersonate-User", "bob");
    assertEquals(400, sent(grants).status(), "nobody else's pods are listed");
  }

  @Test
  void aManifestThatCannotBeReadIsRefusedWithTheLine() throws Exception {
    Got yaml = post("ann", "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n");
    assertEquals(400, yaml.status());
    assertEquals(4, yaml.body().at("/problems/0/line").asInt(), yaml.body()::toString);
    Got field =
        post(
            "ann",
            "apiVersion: v1\nkind: Pod\nmetadata: {namespace: ml}\nspec:\n  containers: 7\n");
    assertEquals(400, field.status());
    assertEquals(5, field.body().at("/problems/0/line").asInt(), field.body()::toString);
    assertEquals("spec.containers", field.body().at("/problems/0/path").asText());
    Got nothing = post("ann", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
    assertEquals(400, nothing.status());
    assertTrue(nothing.detail().contains("no pod and no pod template"), nothing::detail);
    Got strange =
        post("ann", pod("granted").replace("namespace: ml", "namespace: \"../../secrets\""));
    assertEquals(400, strange.status());
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    Got got = post("ann", "# " + "x".repeat(ExplainResponder.BOUNDS.bytes()));
    assertEquals(413, got.status());
    assertTrue(got.detail().contains("262144 bytes"), got::detail);
    Got deep = post("ann", "a: [" + "x,".repeat(ExplainResponder.BOUNDS.values()) + "x]");
    assertEquals(400, deep.status());
    assertTrue(deep.detail().contains("more than 20000 values"), deep::detail);
    Got many =
        post("ann", "---\nkind: Pod\napiVersion: v1\n".repeat(ExplainResponder.MOST_PAIRS + 1));
    assertEquals(413, many.status());
    assertTrue(many.detail().contains("send fewer objects"), many::detail);
    Got wide =
        post(
            "ann",
            IntStream.rangeClosed(0, ExplainResponder.MOST_NAMESPACES)
                .mapToObj("---\nkind: Pod\napiVersion: v1\nmetadata: {namespace: n%d}\n"::formatted)
                .collect(Collectors.joining()));
    assertEquals(413, wide.status());
    assertTrue(wide.detail().contains("of 51 namespaces, more than 50"), wide::detail);
  }

  @Test
  void aliasesThatUnfoldToMuchTextAreRefused() throws Exception {
    String text = "A".repeat(20_000);
    String bomb =
        "apiVersion: v1\nkind: Pod\nmetadata: {namespace: ml, annotations: {x: &a \""
            + text
            + "\"}}\nspec: {containers: [], more: ["
            + "*a,".repeat(15_000)
            + "]}\n";
    Got got = post("ann", bomb);
    assertEquals(400, got.status());
    assertTrue(got.detail().contains("more than 1 MiB of text once its aliases"), got::detail);
    assertEquals(3, got.body().at("/problems/0/line").asInt(), got.body()::toString);
  }

  /// A thousand containers that break everything, before a thousand policies.
  @Test
  void whatIsToldOfOneObjectIsBounded() throws Exception {
    String policy = Files.readString(Path.of("docs/tutorial/policies/ray.yaml"));
    String policies =
        IntStream.range(0, 1_000)
            .mapToObj(i -> policy.replaceFirst("name: ray\\b", "name: ray-%04d".formatted(i)))
            .collect(Collectors.joining("---\n"));
    var documents =
        new ArrayList<>(ManifestFile.read("p.yaml", policies.getBytes(StandardCharsets.UTF_8)));
    documents.addAll(ManifestPaths.read(List.of(Path.of("docs/tutorial/cluster"))).documents());
    tutorial = DescribedCluster.of(documents, new CelCompiler());
    assertEquals(1_000, tutorial.policies().ordered().size());
    String container =
        "{name: c%d, image: i, securityContext: {privileged: true, procMount: Unmasked,"
            + " capabilities: {add: [SYS_ADMIN, NET_ADMIN]}}}";
    String pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: ml, labels:"
            + " {cgrant.io/writable-cgroup: \"true\"}}\nspec: {containers: ["
            + IntStream.range(0, 1_000)
                .mapToObj(container::formatted)
                .collect(Collectors.joining(","))
            + "]}\n";
    Got got = post("ann", pod);
    assertEquals(200, got.status(), got::detail);
    JsonNode told = got.body().get(0);
    assertEquals("Refused", told.get("verdict").asText());
    assertEquals(1_000, told.get("policies").size());
    assertEquals("Refuses", told.at("/policies/0/conclusion").asText());
    assertEquals("Unexplained", told.at("/policies/999/conclusion").asText());
    assertEquals(20, told.at("/floor/0/findings").size(), told.at("/floor/0")::toString);
    assertEquals(980, told.at("/floor/0/more").asInt());
    assertEquals(0, told.get("findings").size(), "the others of the floor are the floor's");
    assertTrue(got.reply().body().length() < 1_500_000, () -> "" + got.reply().body().length());
  }

  @Test
  void anAnswerThatBecomesTooLargeIsRefused() throws Exception {
    String name = "\u6f22".repeat(60_000);
    String pod = pod("granted").replaceFirst("name: [a-z-]+", "name: " + name);
    String many =
        IntStream.range(0, 30)
            .mapToObj(i -> "- {apiVersion: v1, kind: Pod, metadata: {namespace: ml, name: *n}}\n")
            .collect(Collectors.joining());
    Got got =
        post(
            "ann",
            "apiVersion: v1\nkind: List\nn: &n " + name.substring(0, 10_000) + "\nitems:\n" + many);
    assertEquals(200, got.status(), got::detail);
    assertEquals(200, post("ann", pod).status());
    var answer = new BoundedAnswer(10);
    answer.write(new byte[10], 0, 10);
    assertThrows(BoundedAnswer.TooLarge.class, () -> answer.write(1));
  }

  @Test
  void whoMayNotSeeTheNamespaceHasNothingOfItRead() throws Exception {
    String unreadable =
        "apiVersion: v1\nkind: Pod\nmetadata: {namespace: secret}\nspec: {containers: 7}\n";
    Got got = post("ann", unreadable);
    assertEquals(403, got.status(), got::detail);
    assertTrue(got.detail().contains("get namespaces \"secret\""), got::detail);
    Got number = post("ann", unreadable.replace("secret", "7"));
    assertEquals(400, number.status(), number::detail);
    assertEquals("metadata.namespace", number.body().at("/problems/0/path").asText());
  }

  @Test
  void whatIsNotThereAndWhatIsNotAskedSo() throws Exception {
    assertEquals(404, sent(request("/api/v1/secrets", "ann")).status());
    Got got = sent(request(EXPLAIN, "ann"));
    assertEquals(405, got.status());
    assertEquals("POST", got.header("Allow"));
    assertEquals(
        List.of("(other) NotFound", EXPLAIN + " MethodNotAllowed"), new ArrayList<>(tallied));
  }

  @Test
  void withoutTheApiServerNobodyIsAnswered() throws Exception {
    doors.fall();
    Got got = post("ann", pod("granted"));
    assertEquals(503, got.status());
    assertEquals("5", got.header("Retry-After"));
  }

  @Test
  void grantsWaitForPolicies() throws Exception {
    doors.let("ann", caller("ann"), "list pods in all namespaces");
    Got got = sent(request("/api/v1/grants", "ann"));
    assertEquals(503, got.status());
    assertTrue(got.detail().contains("not yet read"), got::detail);
    assertEquals(400, sent(request("/api/v1/grants?limit=501", "ann")).status());
  }

  @Test
  void policiesAreToldInOrderAlsoThoseThatDoNotRead() throws Exception {
    Got got = sent(request("/api/v1/policies", "ann"));
    assertEquals(200, got.status());
    assertEquals("a", got.body().at("/items/0/name").asText());
    assertEquals("Enforce", got.body().at("/items/0/enforcement").asText());
    JsonNode invalid = got.body().at("/items/1");
    assertFalse(invalid.get("decides").asBoolean());
    assertEquals("spec.grant", invalid.at("/problems/0/path").asText());
    assertEquals(4, invalid.at("/status/granted").asInt());
  }

  @Test
  void theDocumentIsServedAsItIsPublished() throws Exception {
    Got got = sent(request("/openapi", "ann"));
    assertEquals(200, got.status());
    assertEquals(Files.readString(Path.of("docs/reference/openapi.yaml")), got.reply().body());
    assertEquals("application/yaml", got.header("Content-Type"));
  }

  @Test
  void whenTooMuchIsUnderWayTheRestIsToldToComeBack() throws Exception {
    var gate = new CountDownLatch(1);
    doors.before(() -> awaited(gate));
    int more = 8;
    var sending = new ArrayList<java.util.concurrent.CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < ApiEndpoint.MOST_UNDER_WAY + more; i++) {
      var request = request(EXPLAIN, "ann").POST(BodyPublishers.ofString(pod("granted"))).build();
      sending.add(http.sendAsync(request, BodyHandlers.ofString()));
    }
    await().until(() -> tallied.size() == more);
    gate.countDown();
    doors.before(() -> {});
    int busy = 0;
    for (var sent : sending) {
      HttpResponse<String> reply = sent.get(60, TimeUnit.SECONDS);
      if (reply.statusCode() == 429) {
        busy++;
        assertEquals(Optional.of("1"), reply.headers().firstValue("Retry-After"));
      } else {
        assertEquals(200, reply.statusCode(), reply::body);
      }
    }
    assertTrue(busy >= more, "those that found no room: " + busy);
    assertEquals(200, post("ann", pod("granted")).status(), "there is room again");
  }

  /// So many bodies of the largest size have room at once.
  private static final int MOST_LARGEST = 4;

  @Test
  void whoLeavesBeforeItsBodyIsReadTakesNoRoomWithIt() throws Exception {
    for (int i = 0; i < MOST_LARGEST; i++) {
      var arrived = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      doors.let("leaver-" + i, caller("ann"));
      doors.before(
          () -> {
            arrived.countDown();
            awaited(gate);
          });
      try (Socket leaver = head("leaver-" + i, ExplainResponder.BOUNDS.bytes())) {
        arrived.await();
      }
      int leavers = i + 1;
      await().until(() -> left.get() == leavers);
      gate.countDown();
      await().until(() -> endpoint.underWay() == 0);
      assertEquals(0, endpoint.taken());
    }
    doors.before(() -> {});
    assertEquals(200, post("ann", pod("granted")).status());
  }

  @Test
  void aBodyThatFindsTooMuchUnderWayGivesItsRoomBack() throws Exception {
    var gate = new CountDownLatch(1);
    var bodies = new ArrayList<Socket>();
    for (int i = 0; i < MOST_LARGEST; i++) {
      doors.let("slow-" + i, caller("ann"));
      bodies.add(head("slow-" + i, ExplainResponder.BOUNDS.bytes()));
    }
    // All are let in, and none has sent anything.
    await().until(() -> endpoint.taken() == MOST_LARGEST * ExplainResponder.BOUNDS.bytes());
    doors.before(() -> awaited(gate));
    for (int i = 0; i < ApiEndpoint.MOST_UNDER_WAY; i++) {
      bodies.add(head("other-" + i, 0));
    }
    await().until(() -> endpoint.underWay() == ApiEndpoint.MOST_UNDER_WAY);
    for (Socket body : bodies.subList(0, MOST_LARGEST)) {
      body.getOutputStream().write(new byte[ExplainResponder.BOUNDS.bytes()]);
      assertEquals("HTTP/1.1 429 Too Many Requests", firstLine(body));
    }
    doors.before(() -> {});
    gate.countDown();
    for (Socket other : bodies.subList(MOST_LARGEST, bodies.size())) {
      assertEquals("HTTP/1.1 401 Unauthorized", firstLine(other));
    }
    assertEquals(200, post("ann", pod("granted")).status());
    for (Socket socket : bodies) {
      socket.close();
    }
  }

  private static void awaited(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A request to explain, of which only the head is sent.
  private Socket head(String token, int length) throws IOException {
    var socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(60_000);
    String head =
        "POST " + EXPLAIN + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n";
    socket
        .getOutputStream()
        .write((head + "Content-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    var lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    return lines.readLine();
  }
}
