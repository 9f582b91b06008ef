// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.ApiCalls.Got;
import io.cgrant.metric.Presence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The HTTP API before a real API server: its tokens, and the roles that the documentation shows.
@ExtendWith(StandExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HttpApiIT {

  private static final Path FOLDER = Path.of("target/e2e/http-api").toAbsolutePath();
  private static final Path PAGE = Path.of("docs/how-to/use-the-api.md");
  private static final Pattern ROLES =
      Pattern.compile("```yaml\n(apiVersion:.*?)```", Pattern.DOTALL);
  private static final Duration KEPT = Duration.ofSeconds(90);
  static final String MAY_REVIEW =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: cgrant-e2e-tokens}
      rules:
      - {apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [create]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: cgrant-e2e-tokens}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-tokens}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: cgrant}
      - {kind: ServiceAccount, name: cgrant, namespace: cgrant}
      """;

  @TempDir private static Path folder;

  private static CgrantProcess cgrant;
  private static Stage stage;
  private static World world;
  private static ApiCalls calls;
  private static String portal;
  private static String pipeline;

  @BeforeAll
  static void open(Stand stand) throws IOException {
    Folders.delete(FOLDER);
    world = new World(stand.newId());
    stage = new Stage(stand);
    stage.given(Manifests.parse(MAY_REVIEW));
    stage.given(world.guarded());
    int port = Ports.free();
    cgrant = new CgrantProcess(FOLDER, stand.cluster(), Ports.free());
    cgrant.start("-Dcgrant.api.enabled=true", "-Dcgrant.api.port=" + port);
    String host = stand.cluster().hostOfThisMachine();
    calls = new ApiCalls(cgrant.https(), URI.create("https://" + host + ":" + port), "");
    stage.given(shown());
    portal = token("portal", "portal-" + world.id(), "cgrant");
    pipeline = token("pipeline", world.namespace(), "cgrant");
    awaitRights();
  }

  @AfterAll
  static void close() {
    if (stage != null) {
      stage.close();
    }
    if (cgrant != null) {
      cgrant.close();
    }
  }

  /// The API server hears of a role a little later, and cgrant keeps a no for some seconds.
  private static void awaitRights() {
    String pod = world.pod("a").toString();
    String grants = "/api/v1/grants?namespace=" + world.namespace();
    for (String who : List.of(portal, pipeline)) {
      Wait.upTo(KEPT)
          .until(
              () -> "who asks may: " + calls.as(who).explain(pod, Map.of()),
              () -> calls.as(who).explain(pod, Map.of()).status() == 200);
    }
    for (String path : List.of(grants, "/api/v1/policies")) {
      Wait.upTo(KEPT)
          .until(
              () -> "the pipeline may read " + path + ": " + calls.as(pipeline).get(path),
              () -> calls.as(pipeline).get(path).status() == 200);
    }
  }

  /// The accounts and roles of the page, and a namespace for the portal.
  private static List<JsonNode> shown() throws IOException {
    List<String> blocks =
        ROLES.matcher(Files.readString(PAGE)).results().map((MatchResult m) -> m.group(1)).toList();
    assertEquals(2, blocks.size(), "those of a portal and of a pipeline");
    String all =
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: portal}\n---\n"
            + String.join("---\n", blocks);
    return Manifests.parse(
        all.replace("namespace: portal", "namespace: portal-" + world.id())
            .replace(
                "Namespace\nmetadata: {name: portal}",
                "Namespace\nmetadata: {name: portal-" + world.id() + "}")
            .replace("ml-prod", world.namespace())
            .replaceAll("(cgrant-api-(?:reader|policies))", "$1-" + world.id()));
  }

  private static String token(String account, String namespace, String audience) {
    String spec = audience.isEmpty() ? "{}" : "{audiences: [" + audience + "]}";
    JsonNode request =
        Manifests.parse("apiVersion: authentication.k8s.io/v1\nkind: TokenRequest\nspec: " + spec)
            .getFirst();
    Reply reply =
        stage
            .admin()
            .post(
                "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token",
                request);
    reply.orThrow();
    return reply.body().at("/status/token").asText();
  }

  private static JsonNode without(JsonNode pod, String pointer, String field) {
    ObjectNode copy = pod.deepCopy();
    ((ObjectNode) copy.at(pointer)).remove(field);
    return copy;
  }

  @Test
  @Order(1)
  void nobodyIsAnsweredWithoutATokenForCgrant() {
    String pod = world.pod("a").toString();
    assertEquals(401, calls.explain(pod, Map.of()).status());
    assertEquals(401, calls.as("made.up.token").explain(pod, Map.of()).status());
    String elsewhere = token("portal", "portal-" + world.id(), "");
    assertEquals(401, calls.as(elsewhere).explain(pod, Map.of()).status(), "another audience");
    assertEquals(200, calls.as(portal).get("/openapi").status());
    String log = Manifests.text(cgrant.log());
    assertFalse(log.contains(portal) || log.contains(elsewhere), "a token in the log");
  }

  @Test
  @Order(2)
  void theVerdictIsTheWebhooks() {
    var review = new Review(cgrant);
    ApiCalls asPortal = calls.as(portal);
    JsonNode granted = world.pod("a");
    List<JsonNode> pods =
        List.of(
            without(granted, "/spec/containers/0", "resources"),
            without(granted, "/spec/containers/0/securityContext", "capabilities"),
            world.ordinaryPod("b"));
    for (JsonNode pod : pods) {
      String webhook = review.verdict(pod);
      boolean isOrdinary = !webhook.equals("Granted") || pod.equals(pods.getLast());
      assertTrue(isOrdinary, webhook);
      String expected = pod.equals(pods.getLast()) ? "NotAsked" : "Refused";
      assertEquals(expected, asPortal.verdict(pod), webhook);
    }
    // RBAC is asked, about the caller and the pod's account.
    Got got = asPortal.explain(granted.toString(), Map.of());
    assertEquals("Refused", got.body().at("/0/verdict").asText());
    assertTrue(got.body().toString().contains("AuthorNotAllowed"), got.body()::toString);
    assertTrue(review.verdict(granted).contains("AuthorNotAllowed"), "the webhook says the same");
    JsonNode admin = impersonated(asPortal, granted);
    assertFalse(admin.toString().contains("AuthorNotAllowed"), admin::toString);
    assertTrue(admin.toString().contains("ServiceAccountNotAllowed"), admin::toString);
  }

  /// As somebody who may do everything, after the portal was allowed to ask for them.
  private static JsonNode impersonated(ApiCalls asPortal, JsonNode pod) {
    var masters = Map.of("Impersonate-User", "root", "Impersonate-Group", "system:masters");
    Got refused = asPortal.explain(pod.toString(), masters);
    assertEquals(403, refused.status());
    assertTrue(refused.detail().contains("impersonate users \"root\""), refused::detail);
    stage.given(
        Manifests.parse(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: cgrant-e2e-impersonate-$ID}
            rules:
            - {apiGroups: [""], resources: [users], resourceNames: [root], verbs: [impersonate]}
            - {apiGroups: [""], resources: [groups], resourceNames: ["system:masters"], verbs: [impersonate]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: cgrant-e2e-impersonate-$ID}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cgrant-e2e-impersonate-$ID}
            subjects: [{kind: ServiceAccount, name: portal, namespace: portal-$ID}]
            """
                .replace("$ID", world.id())));
    Wait.upTo(KEPT)
        .until(
            "the portal may ask for root",
            () -> asPortal.explain(pod.toString(), masters).status() == 200);
    return asPortal.explain(pod.toString(), masters).body();
  }

  @Test
  @Order(3)
  void whoMaySeeOneNamespaceLearnsOfNoOther() {
    ApiCalls asPipeline = calls.as(pipeline);
    String pod = world.pod("a").toString();
    assertEquals(200, asPipeline.explain(pod, Map.of()).status());
    Got elsewhere = asPipeline.explain(pod.replace(world.namespace(), "kube-system"), Map.of());
    assertEquals(403, elsewhere.status());
    assertTrue(elsewhere.detail().contains("get namespaces \"kube-system\""), elsewhere::detail);
    assertEquals(200, asPipeline.get("/api/v1/grants?namespace=" + world.namespace()).status());
    assertEquals(403, asPipeline.get("/api/v1/grants?namespace=kube-system").status());
    assertEquals(403, asPipeline.get("/api/v1/grants").status());
    Got policies = asPipeline.get("/api/v1/policies");
    assertEquals(200, policies.status());
    assertTrue(policies.body().toString().contains("\"ray-" + world.id() + "\""));
    String nobody = token("default", world.namespace(), "cgrant");
    assertEquals(403, calls.as(nobody).get("/api/v1/policies").status());
    assertEquals(403, calls.as(nobody).explain(pod, Map.of()).status());
  }

  @Test
  @Order(4)
  void whoHoldsOneIsToldPageByPage() {
    // Of a policy that does not ask RBAC.
    JsonNode policy = world.policy();
    ((ObjectNode) policy.get("metadata")).put("name", "open-" + world.id());
    stage.given(List.of(policy));
    JsonNode pod = world.pod("holder");
    Wait.upTo(KEPT).until("the pod is granted", () -> stage.create(pod).accepted());
    String path = "/api/v1/grants?limit=1&namespace=" + world.namespace();
    var found = new ArrayList<String>();
    String next = "";
    do {
      Got got = calls.as(pipeline).get(path + (next.isEmpty() ? "" : "&continue=" + next));
      assertEquals(200, got.status(), got::detail);
      got.body().get("items").forEach(i -> found.add(i.get("name") + " " + i.get("grantedBy")));
      next = got.body().path("continue").asText();
    } while (!next.isEmpty());
    assertEquals(List.of("\"holder\" \"open-" + world.id() + "@1\""), found);
    Got wrong = calls.as(pipeline).get(path + "&continue=nonsense");
    assertEquals(400, wrong.status(), wrong::detail);
  }

  @Test
  @Order(5)
  void whatCannotBeReadIsRefusedWithItsPlace() {
    ApiCalls asPortal = calls.as(portal);
    Got yaml = asPortal.explain("apiVersion: v1\nkind: Pod\n\tmetadata:\n", Map.of());
    assertEquals(400, yaml.status());
    assertEquals(3, yaml.body().at("/problems/0/line").asInt(), yaml.body()::toString);
    assertEquals(413, asPortal.explain("#".repeat(300_000), Map.of()).status());
  }

  @Test
  @Order(6)
  void theCommandLineAsksIt() throws IOException {
    Path token = folder.resolve("token");
    Files.writeString(token, pipeline);
    Path manifest = folder.resolve("pod.json");
    Files.writeString(
        manifest, without(world.pod("a"), "/spec/containers/0", "resources").toString());
    String[] how = {
      "--server=" + calls.url(),
      "--server-name=localhost",
      "--ca-file=" + cgrant.caFile(),
      "--token-file=" + token
    };
    var why = PackagedJar.command(with(how, "why", manifest.toString())).run();
    assertEquals(1, why.exitCode(), why::output);
    assertTrue(why.output().startsWith("Pod " + world.namespace() + "/a: Refused\n"), why::output);
    var who = PackagedJar.command(with(how, "who", "-n", world.namespace())).run();
    assertEquals(0, who.exitCode(), who::output);
    assertTrue(who.output().contains(world.namespace() + "/holder"), who::output);
  }

  private static String[] with(String[] how, String... command) {
    var words = new ArrayList<>(List.of(command));
    words.addAll(1, List.of(how));
    return words.toArray(String[]::new);
  }

  @Test
  @Order(7)
  void whatWasAnsweredIsCounted() {
    var exposed = new ExposedSeries(cgrant.metricsText());
    assertEquals(
        List.of(),
        exposed.contradictions(
            Set.of(Presence.Always, Presence.InACluster, Presence.Events, Presence.HttpApi)));
    String explained = "cgrant_api_requests_total{path=\"/api/v1/explain\",outcome=\"%s\"}";
    assertTrue(exposed.sum(explained.formatted("NotAuthenticated")) >= 3);
    assertEquals(0, exposed.sum(explained.formatted("Failed")));
  }

  @Test
  @Order(8)
  void withoutTheApiServerNobodyIsAnsweredAndReviewsAreAsQuickAsEver(Stand stand) {
    Abort.unless(stand.cluster(), Cluster.Ability.Restart, "an HTTP API without its API server");
    var review = new Review(cgrant);
    JsonNode refused = without(world.pod("a"), "/spec/containers/0", "resources");
    String unseen = token("portal", "portal-" + world.id(), "cgrant");
    stand.cluster().stopApiServer();
    try {
      var asking = new ArrayList<Thread>();
      for (int i = 0; i < 8; i++) {
        String one = unseen + (i == 0 ? "" : "x".repeat(i));
        asking.add(
            Thread.ofVirtual().start(() -> calls.as(one).explain(refused.toString(), Map.of())));
      }
      Duration slowest = Duration.ZERO;
      for (int i = 0; i < 50; i++) {
        long began = System.nanoTime();
        assertTrue(review.verdict(refused).contains("LimitMissing"));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
      assertTrue(slowest.toMillis() < 2_000, "a verdict took " + slowest);
      Got got = calls.as(unseen).explain(refused.toString(), Map.of());
      assertEquals(503, got.status(), got::detail);
      asking.forEach(HttpApiIT::join);
    } finally {
      stand.cluster().startApiServer();
    }
    Wait.upTo(KEPT)
        .until(
            "it answers again",
            () -> calls.as(unseen).explain(refused.toString(), Map.of()).status() == 200);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
