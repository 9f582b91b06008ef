// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.cgrant.file.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pod, its policies and its surroundings as an API server has them.
class WhyInClusterTest {

  private static final String POLICIES = "/apis/cgrant.io/v1alpha1/writablecgrouppolicies";

  @TempDir static Path folder;

  private static HttpsServer server;
  private static final Map<String, String> REPLIES = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(folder.resolve("token"), "sesame\n");
    server = LocalServer.in(folder);
    server.createContext("/", WhyInClusterTest::answer);
    server.start();
    JsonNode pod = object("docs/tutorial/pods/no-limits.yaml");
    REPLIES.put("/api/v1/namespaces/ml/pods/no-limits", pod.toString());
    REPLIES.put(
        "/api/v1/namespaces/ml", "{\"metadata\":{\"name\":\"ml\",\"labels\":{\"team\":\"ml\"}}}");
    JsonNode klass = object("docs/tutorial/cluster/runtime-class.yaml");
    REPLIES.put("/apis/node.k8s.io/v1/runtimeclasses", list(klass.toString()));
    JsonNode policy = object("docs/tutorial/policies/ray.yaml");
    REPLIES.put(
        POLICIES,
        list(policy.toString(), "{\"metadata\":{\"name\":\"broken\"},\"spec\":{\"match\":{}}}"));
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static String list(String... items) {
    return "{\"items\":[" + String.join(",", items) + "]}";
  }

  private static JsonNode object(String file) throws IOException {
    return new JsonMapper()
        .readTree(ManifestFile.read(file, Files.readAllBytes(Path.of(file))).getFirst().json());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    boolean isKnown =
        List.of("Bearer sesame").equals(exchange.getRequestHeaders().get("Authorization"));
    String path = exchange.getRequestURI().getPath();
    if (!isKnown || path.endsWith("/secret")) {
      LocalServer.reply(exchange, 403, "{\"message\":\"pods is forbidden\"}");
      return;
    }
    String reply = REPLIES.get(path);
    LocalServer.reply(exchange, reply == null ? 404 : 200, reply == null ? "{}" : reply);
  }

  private static CommandRun why(String... words) {
    return CommandRun.of(
        Stream.of(
                Stream.of("why", "--api-server=" + LocalServer.url(server)),
                Stream.of("--ca-file=" + folder.resolve("ca.crt")),
                Stream.of("--token-file=" + folder.resolve("token")),
                Stream.of(words))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  @Test
  void aPodOfTheClusterIsJudgedByThePoliciesOfTheCluster() {
    var run = why("-n", "ml", "no-limits");
    assertEquals(1, run.exitCode(), run::err);
    assertTrue(run.out().startsWith("Pod ml/no-limits: Refused\n"), run::out);
    assertTrue(run.out().contains("  policy ray@0 (Enforce): Refuses\n"), run::out);
    assertTrue(run.err().contains("cgrant: cluster: spec.grant"), run::err);
  }

  @Test
  void aPolicyOfAFileIsTriedOnAPodOfTheCluster() {
    var run = why("-n", "ml", "-p", "docs/tutorial/policies", "no-limits");
    assertEquals(1, run.exitCode(), run::err);
    assertTrue(run.out().contains("  policy ray@0 (Enforce): Refuses\n"), run::out);
    assertEquals("", run.err());
  }

  @Test
  void aPodOfAFileIsJudgedByThePoliciesOfTheCluster() {
    var run = why("docs/tutorial/pods/granted.yaml");
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().startsWith("Pod ml/ray-head: Granted by policy ray@0\n"), run::out);
  }

  @Test
  void aPodThatIsNotThereMayHaveBeenRefused() {
    var run = why("-n", "ml", "gone");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("a pod that was refused does not exist"), run::err);
  }

  @Test
  void whatMayNotBeReadIsSaid() {
    var run = why("-n", "ml", "secret");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("(403): pods is forbidden"), run::err);
    var noName = why("-n", "ml", "Not_A_Name");
    assertEquals(2, noName.exitCode());
    assertTrue(noName.err().contains("can be no pod"), noName::err);
  }
}
