// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryCommandTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String PATCH =
      "[{\"op\":\"add\",\"path\":\"/spec/runtimeClassName\",\"value\":\"cgroup-writable\"}]";

  @TempDir static Path ours;
  @TempDir static Path strangers;

  private static HttpsServer server;

  @BeforeAll
  static void start() throws Exception {
    LocalServer.made(strangers);
    server = LocalServer.in(ours);
    server.createContext("/mutate", TryCommandTest::mutate);
    server.createContext("/validate", TryCommandTest::validate);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void mutate(HttpExchange exchange) throws IOException {
    JsonNode request = MAPPER.readTree(exchange.getRequestBody()).get("request");
    if (request.get("name").asText().equals("privileged")) {
      reply(
          exchange,
          "{\"allowed\":false,\"status\":{\"code\":403,\"message\":\"no policy\\n- spec.x: Reason"
              + " (policy ray): way out\\n- second\"}}");
      return;
    }
    String patch = Base64.getEncoder().encodeToString(PATCH.getBytes(StandardCharsets.UTF_8));
    boolean asks = request.at("/object/metadata/labels/cgrant.io~1writable-cgroup").asBoolean();
    reply(exchange, "{\"allowed\":true" + (asks ? ",\"patch\":\"" + patch + "\"}" : "}"));
  }

  private static void validate(HttpExchange exchange) throws IOException {
    JsonNode request = MAPPER.readTree(exchange.getRequestBody()).get("request");
    boolean patched =
        request.at("/object/spec/runtimeClassName").asText().equals("cgroup-writable");
    reply(
        exchange,
        "{\"allowed\":true"
            + (patched
                ? ",\"auditAnnotations\":{\"verdict\":\"Granted\",\"policy\":\"ray@0\"}}"
                : "}"));
  }

  private static void reply(HttpExchange exchange, String response) throws IOException {
    LocalServer.reply(exchange, 200, "{\"response\":" + response + "}");
  }

  private static CommandRun trying(Path ca, String... pods) {
    var args = new String[pods.length + 5];
    args[0] = "try";
    args[1] = "--url";
    args[2] = LocalServer.url(server);
    args[3] = "--ca-file";
    args[4] = ca.toString();
    System.arraycopy(pods, 0, args, 5, pods.length);
    return CommandRun.of(args);
  }

  @Test
  void sendsEachPodThroughBothEndpointsAndShowsWhatCameOfIt() {
    var run =
        trying(
            ours.resolve("ca.crt"),
            "docs/tutorial/pods/granted.yaml",
            "docs/tutorial/pods/ordinary.yaml",
            "docs/tutorial/pods/privileged.yaml");
    assertEquals(
        """
        POD            VERDICT   POLICY  FIRST FINDING AND WAY OUT
        ml/ray-head    Granted   ray@0   -
        web/ordinary   NotAsked  -       -
        ml/privileged  Refused   -       spec.x: Reason (policy ray): way out
        """,
        run.out(),
        run.err());
    assertEquals(0, run.exitCode());
  }

  @Test
  void saysOfEachObjectThatIsNotSentThatNobodyLookedAtIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("all.yaml");
    Files.writeString(
        file,
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: head}
        spec: {template: {spec: {containers: [{name: a, image: b}]}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        ---
        apiVersion: example.com/v1
        kind: Pod
        """);
    var run = trying(ours.resolve("ca.crt"), file.toString());
    assertEquals(
        List.of(
            "cgrant: %s:1: Deployment \"head\" was not looked at: try sends pods, and this makes them of"
                + " a template; ask cgrant check about it",
            "cgrant: %s:6: Service \"web\" was not looked at: try sends objects of kind Pod, apiVersion"
                + " v1, and no others",
            "cgrant: %s:10: Pod was not looked at: try sends objects of kind Pod, apiVersion v1, and no"
                + " others"),
        run.err().lines().map(line -> line.replace(file.toString(), "%s")).toList());
    assertEquals(0, run.exitCode());
  }

  @Test
  void trustsNoOtherAuthority() {
    var run = trying(strangers.resolve("ca.crt"), "docs/tutorial/pods/granted.yaml");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("does not answer"), run.err());
  }

  @Test
  void tellsByItsExitCodeWhetherAPodIsAsExpected() {
    String ca = ours.resolve("ca.crt").toString();
    String url = LocalServer.url(server);
    String pod = "docs/tutorial/pods/granted.yaml";
    var met =
        CommandRun.of("try", "--url", url, "--ca-file", ca, "--expect", "ray-head=Granted", pod);
    assertEquals(0, met.exitCode(), met.err());
    var unmet =
        CommandRun.of(
            "try",
            "--url",
            url,
            "--ca-file",
            ca,
            "--expect=ray-head=Refused",
            "--expect=nobody=Refused",
            pod);
    assertEquals(1, unmet.exitCode());
    assertEquals(
        """
        cgrant: ml/ray-head is Granted, and was to be Refused
        cgrant: --expect names pod "nobody", and no file has it
        """,
        unmet.err());
    var wrong = CommandRun.of("try", "--ca-file", ca, "--expect=ray-head=Fine", pod);
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("Granted"), wrong.err());
  }

  @Test
  void saysWhatToDoWhenNobodyListens() {
    var run =
        CommandRun.of(
            "try",
            "--url",
            "https://127.0.0.1:1",
            "--ca-file",
            ours.resolve("ca.crt").toString(),
            "docs/tutorial/pods/granted.yaml");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("start it with: make run"), run.err());
  }

  @Test
  void saysWhichFileIsNoCertificate() {
    var run = trying(Path.of("pom.xml"), "docs/tutorial/pods/granted.yaml");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("pom.xml cannot be read as a PEM certificate"), run.err());
    var missing = CommandRun.of("try", "--ca-file", "none.crt", "pom.xml");
    assertEquals(2, missing.exitCode());
    assertTrue(
        missing.err().contains("cgrant: --ca-file none.crt does not exist; check the path"),
        missing.err());
  }
}
