// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cgrant.certs.CertificateFolder;
import io.cgrant.certs.KeyedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
    KeyedCertificate identity = made(ours);
    made(strangers);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(identity)));
    server.createContext("/mutate", TryCommandTest::mutate);
    server.createContext("/validate", TryCommandTest::validate);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static KeyedCertificate made(Path folder) throws IOException {
    return new CertificateFolder(folder, List.of("127.0.0.1"), InstantSource.system()).current();
  }

  private static SSLContext context(KeyedCertificate identity)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "a", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
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
    byte[] body = ("{\"response\":" + response + "}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static CommandRun trying(Path ca, String... pods) {
    var args = new String[pods.length + 5];
    args[0] = "try";
    args[1] = "--url";
    args[2] = "https://127.0.0.1:" + server.getAddress().getPort();
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
  }
}
