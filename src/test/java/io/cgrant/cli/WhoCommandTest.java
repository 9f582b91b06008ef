// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cgrant who`, before a server that has two pages of pods.
final class WhoCommandTest {

  private static final String FIELDS =
      "?fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed&limit=500";
  private static final String POLICIES =
      "/apis/cgrant.io/v1alpha1/writablecgrouppolicies?limit=500";
  private static final String CLASSES = "/apis/node.k8s.io/v1/runtimeclasses?limit=500";
  private static final String NAMESPACES = "/api/v1/namespaces?limit=500";
  private static final String PODS = "/api/v1/pods" + FIELDS;

  @TempDir static Path folder;
  private static HttpsServer server;
  private static final List<String> ASKED = new ArrayList<>();
  private static final Map<String, String> ANSWERS = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.started(folder, WhoCommandTest::answer);
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @BeforeEach
  void prepare() {
    ASKED.clear();
    ANSWERS.clear();
    ANSWERS.put(
        POLICIES,
        """
        {"items":[{"apiVersion":"cgrant.io/v1alpha1","kind":"WritableCgroupPolicy",
          "metadata":{"name":"ray","generation":5},
          "spec":{"match":{"namespaceSelector":{"matchLabels":{"team":"ml"}}},
            "grant":{"routes":["RuntimeClass"],"runtimeClassName":"cgroup-writable"},
            "require":{"podSecurity":"Off"}}},
         {"apiVersion":"cgrant.io/v1alpha1","kind":"WritableCgroupPolicy",
          "metadata":{"name":"broken","generation":2},"spec":{"grant":{}}}]}""");
    ANSWERS.put(
        CLASSES,
        """
        {"items":[{"metadata":{"name":"cgroup-writable","creationTimestamp":"2026-01-01T00:00:00Z"},
          "handler":"cgroup-writable"}]}""");
    ANSWERS.put(
        NAMESPACES, "{\"items\":[{\"metadata\":{\"name\":\"ml\",\"labels\":{\"team\":\"ml\"}}}]}");
    ANSWERS.put(
        PODS,
        "{\"metadata\":{\"continue\":\"a b\"},\"items\":["
            + pod("bare", "", "\"runtimeClassName\":\"cgroup-writable\",")
            + ","
            + pod("ordinary", "", "")
            + "]}");
    ANSWERS.put(
        PODS + "&continue=a+b",
        "{\"metadata\":{},\"items\":["
            + pod("old", "ray@3", "\"runtimeClassName\":\"cgroup-writable\",")
            + "]}");
  }

  private static String pod(String name, String record, String spec) {
    return """
        {"metadata":{"name":"%s","namespace":"ml","uid":"u-%s","creationTimestamp":"2026-11-02T10:12:31Z",
          "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"r","controller":true}],
          "annotations":{%s}},
         "spec":{%s"containers":[{"name":"main","image":"a"}]}}"""
        .formatted(
            name,
            name,
            record.isEmpty() ? "" : "\"cgrant.io/granted-by\":\"" + record + "\"",
            spec);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestURI().toString();
    ASKED.add(asked + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    String body = ANSWERS.get(asked);
    if (body == null) {
      LocalServer.reply(exchange, 403, "{\"message\":\"User \\\"a\\\" cannot list resource\"}");
    } else {
      LocalServer.reply(exchange, 200, body);
    }
  }

  @Test
  void aTableNamesEachHolderItsPolicyAndWhatDrifted() {
    var run = who();
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        List.of(
            "POD                                      POLICY               SINCE                   "
                + " ROUTES               DRIFT",
            "ml/bare                                  -                    2026-11-02T10:12:31Z    "
                + " RuntimeClass         NoRecord",
            "ml/old                                   ray@3                2026-11-02T10:12:31Z    "
                + " RuntimeClass         PolicyChanged"),
        run.out().lines().toList());
    assertEquals("", run.err());
    assertTrue(ASKED.contains(PODS + "&continue=a+b Bearer secret"), ASKED::toString);
  }

  @Test
  void whatIsWideSaysWhyAndWhoMadeIt() {
    String out = who("-o", "wide").out();
    assertTrue(out.contains("ReplicaSet/rs"), out);
    assertTrue(out.contains("granted by ray@3, which is ray@5 now; no policy would"), out);
  }

  @Test
  void jsonIsALineForEachAndYamlADocument() throws IOException {
    var run = who("-o", "json");
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size(), run.out());
    JsonNode old = new JsonMapper().readTree(lines.get(1));
    assertEquals("ray@3", old.path("grantedBy").asText());
    assertEquals("2026-11-02T10:12:31Z", old.path("created").asText());
    assertEquals("PolicyChanged", old.path("cause").asText());
    assertEquals("[\"RuntimeClass\"]", old.path("routes").toString());
    assertEquals("rs", old.at("/controller/name").asText());
    var yaml = new YAMLMapper();
    var documents =
        yaml.readerFor(JsonNode.class).<JsonNode>readValues(who("-o", "yaml").out()).readAll();
    assertEquals(old, documents.get(1));
  }

  @Test
  void aNamespaceIsReadAloneAndNobodyMustListAll() {
    ANSWERS.remove(NAMESPACES);
    ANSWERS.put(
        "/api/v1/namespaces/ml", "{\"metadata\":{\"name\":\"ml\",\"labels\":{\"team\":\"ml\"}}}");
    ANSWERS.put(
        "/api/v1/namespaces/ml/pods" + FIELDS,
        "{\"items\":["
            + pod("broken", "broken@1", "\"runtimeClassName\":\"cgroup-writable\",")
            + "]}");
    var run = who("-n", "ml", "--drifted");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("ml/broken"), run.out());
    assertTrue(
        run.out().contains("PolicyChanged"), "it is there, and grants nothing: " + run.out());
  }

  @Test
  void whatIsNotToBeHadIsNamedWithTheWordsOfTheApiServer() {
    for (String missing : List.of(POLICIES, CLASSES, NAMESPACES, PODS, PODS + "&continue=a+b")) {
      String answer = ANSWERS.remove(missing);
      var run = who();
      assertEquals(2, run.exitCode(), missing);
      assertTrue(
          run.err().contains("does not let " + missing + " be read (403): User \"a\" cannot list"),
          run.err());
      ANSWERS.put(missing, answer);
    }
    ANSWERS.put(PODS, "{\"items\":[{");
    assertEquals(2, who().exitCode(), "half a list is none");
    assertTrue(who().err().contains("does not answer in JSON"), who().err());
  }

  @Test
  void aPodThatCannotBeReadIsSaid() {
    ANSWERS.put(PODS, "{\"items\":[{\"metadata\":7}]}");
    var run = who();
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("a pod was passed over"), run.err());
  }

  private static CommandRun who(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "who",
                    "--api-server=" + LocalServer.url(server),
                    "--token-file=" + folder.resolve("token"),
                    "--ca-file=" + folder.resolve("ca.crt")),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
