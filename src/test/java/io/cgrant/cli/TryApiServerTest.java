// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cgrant try --api-server`, before a server that answers by the name of the pod.
final class TryApiServerTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String DENIED =
      "admission webhook \"ask.pods.cgrant.io\" denied the request: ";
  private static final String FAILED =
      "failed calling webhook \"ask.pods.cgrant.io\": Post \"https://cgrant\": EOF";

  private static final Map<String, Integer> CODES =
      Map.of("refused", 403, "undecided", 503, "dead", 500, "forbidden", 403, "taken", 403);
  private static final Map<String, String> MESSAGES =
      Map.of(
          "refused", DENIED + "no policy grants it (1 finding):\n- spec.x: LimitMissing: way out",
          "undecided", DENIED + "cannot decide yet",
          "dead", "Internal error occurred: " + FAILED,
          "forbidden", "pods is forbidden: User \"a\" cannot create resource \"pods\"",
          "taken", "admission webhook \"other.example.com\" denied the request: no");

  @TempDir static Path folder;
  private static HttpsServer server;
  private static final List<String> ASKED = new ArrayList<>();
  private static int refusals;

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.started(folder, TryApiServerTest::answer);
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @BeforeEach
  void forget() {
    ASKED.clear();
    refusals = 0;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    ASKED.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    JsonNode pod = MAPPER.readTree(exchange.getRequestBody());
    String name = pod.at("/metadata/name").asText();
    if (name.equals("late") && refusals-- > 0) {
      name = "refused";
    }
    if (MESSAGES.containsKey(name)) {
      var status = MAPPER.createObjectNode().put("message", MESSAGES.get(name));
      LocalServer.reply(exchange, CODES.get(name), status.toString());
      return;
    }
    if (name.equals("granted") || name.equals("late")) {
      ((ObjectNode) pod.get("metadata"))
          .putObject("annotations")
          .put("cgrant.io/granted-by", "ray@2");
      ((ObjectNode) pod.get("spec")).put("runtimeClassName", "cgroup-writable");
    }
    LocalServer.reply(exchange, 201, pod.toString());
  }

  @Test
  void aGrantIsTheClassAndTheRecordAndARefusalIsInTheWordsOfCgrant() {
    var run = trying("granted", "ordinary", "unseen", "refused", "undecided", "dead");
    assertEquals(
        List.of(
            "POD            VERDICT    POLICY  FIRST FINDING AND WAY OUT",
            "web/granted    Granted    ray@2   -",
            "web/ordinary   NotAsked   -       -",
            "web/unseen     NotAsked   -       it asks, and nobody looked: are the webhook configurations cgrant there?",
            "web/refused    Refused    -       spec.x: LimitMissing: way out",
            "web/undecided  Undecided  -       cannot decide yet"),
        run.out().lines().limit(6).toList());
    assertTrue(run.out().contains("web/dead       Undecided  -       Internal error"), run.out());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        "/api/v1/namespaces/web/pods?dryRun=All&fieldManager=cgrant-try Bearer secret",
        ASKED.getFirst());
  }

  @Test
  void anotherReasonThanCgrantIsNoVerdict() {
    for (String name : List.of("forbidden", "taken")) {
      var run = trying("granted", name);
      assertEquals(2, run.exitCode());
      assertEquals("", run.out());
      assertTrue(run.err().contains("does not take pod web/" + name + " (403)"), run.err());
      assertTrue(run.err().contains(MESSAGES.get(name)), run.err());
    }
  }

  @Test
  void asksAgainUntilItIsAsExpected() {
    refusals = 1;
    var run = run("--expect=late=Granted", "--within=20", pods("late"));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, ASKED.size());
    refusals = 1;
    assertEquals(1, run("--expect=late=Granted", pods("late")).exitCode());
  }

  @Test
  void saysWhichOptionsDoNotFitTogether() {
    String pods = pods("granted");
    String ca = "--ca-file=" + folder.resolve("ca.crt");
    assertWrong("--url and --api-server are two ways", "--url=https://127.0.0.1:1", pods);
    assertEquals(2, CommandRun.of("try", ca, "--token-file=a", pods).exitCode());
    var without = CommandRun.of("try", ca, "--api-server=" + LocalServer.url(server), pods);
    assertEquals(2, without.exitCode());
    assertTrue(without.err().contains("--api-server needs --token-file"), without.err());
    assertWrong(
        "--token-file missing does not exist; check the path", "--token-file=missing", pods);
  }

  private static void assertWrong(String sentence, String... words) {
    var run = run(words);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(sentence), run.err());
  }

  private static CommandRun trying(String... names) {
    return run(pods(names));
  }

  private static CommandRun run(String... words) {
    boolean hasToken = Stream.of(words).anyMatch(w -> w.startsWith("--token-file"));
    return CommandRun.of(
        Stream.of(
                Stream.of("try", "--api-server=" + LocalServer.url(server)),
                Stream.of("--ca-file=" + folder.resolve("ca.crt")),
                hasToken
                    ? Stream.<String>of()
                    : Stream.of("--token-file=" + folder.resolve("token")),
                Stream.of(words))
            .flatMap(s -> s)
            .toArray(String[]::new));
  }

  private static String pods(String... names) {
    var text = new StringBuilder();
    for (String name : names) {
      String label = name.equals("ordinary") ? "" : "cgrant.io/writable-cgroup: \"true\"";
      text.append("---\napiVersion: v1\nkind: Pod\n")
          .append("metadata: {name: " + name + ", namespace: web, labels: {" + label + "}}\n")
          .append("spec: {containers: [{name: a, image: b}]}\n");
    }
    try {
      return Files.writeString(folder.resolve("pods.yaml"), text).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
