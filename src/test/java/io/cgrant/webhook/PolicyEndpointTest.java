// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cel.CelCompiler;
import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.cgrant.policy.ExpressionCompiler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEndpointTest {

  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u-1",
        "operation": "CREATE", "object": {"apiVersion": "cgrant.io/v1alpha1",
          "kind": "WritableCgroupPolicy", "metadata": {"name": "ray", "generation": 1, "uid": "x"},
          "spec": {"match": {"namespaceSelector": {"matchLabels": {"%s": "ml"}}},
            "grant": {"routes": ["RuntimeClass"], "runtimeClassName": "writable"}}}}}
      """;

  private final EndpointServer server = new EndpointServer();
  private final URI uri =
      server.open(
          new PolicyEndpoint(
              server.vertx(),
              server.bodies(),
              new DecisionMeter(Meters.unread()),
              new CelCompiler()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aPolicyThatCanDecideIsAllowed() throws Exception {
    JsonNode response = response(post(REVIEW.formatted("team")));
    assertEquals("u-1", response.get("uid").textValue());
    assertTrue(response.get("allowed").booleanValue());
    assertFalse(response.has("warnings"), response::toString);
  }

  @Test
  void aPolicyForEverybodyIsAllowedWithAWarning() throws Exception {
    String selector = "\"namespaceSelector\": {\"matchLabels\": {\"team\": \"ml\"}}";
    for (String wide : List.of("\"namespaceSelector\": {}", "\"podSelector\": {}")) {
      JsonNode response = response(post(REVIEW.formatted("team").replace(selector, wide)));
      assertTrue(response.get("allowed").booleanValue(), response::toString);
      assertTrue(response.at("/warnings/0").textValue().contains("every namespace"), wide);
    }
  }

  @Test
  void aPolicyForAServiceAccountOfAnyNamespaceIsAllowedWithAWarning() throws Exception {
    String selector = "\"namespaceSelector\": {\"matchLabels\": {\"team\": \"ml\"}}";
    String account = "\"serviceAccounts\": [\"ray\"]";
    for (String wide :
        List.of(
            account,
            account + ", \"namespaceSelector\": {}",
            account + ", \"podSelector\": {\"matchLabels\": {\"app\": \"x\"}}")) {
      JsonNode response = response(post(REVIEW.formatted("team").replace(selector, wide)));
      assertTrue(response.get("allowed").booleanValue(), response::toString);
      String warning = response.at("/warnings/0").textValue();
      assertTrue(warning.startsWith("spec.match.serviceAccounts: "), warning);
      assertTrue(warning.length() <= 256, "the API server cuts longer ones");
    }
    String narrow = selector + ", " + account;
    assertFalse(response(post(REVIEW.formatted("team").replace(selector, narrow))).has("warnings"));
  }

  /// Which of the two holds is said when both are written, and not where the level is the default.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"podSecurity\": \"Restricted\", \"seccomp\": [\"Unconfined\"]       | Restricted: seccomp;",
        "\"podSecurity\": \"Baseline\", \"seccomp\": [\"Unconfined\"]         | Baseline: seccomp;",
        "\"podSecurity\": \"Restricted\", \"seccomp\": [\"Localhost\"]        | ``",
        "\"podSecurity\": \"Privileged\", \"seccomp\": [\"Unconfined\"]       | ``",
        "\"seccomp\": [\"Unconfined\"]                                       | ``",
        "\"podSecurity\": \"Restricted\"                                     | ``",
        "\"podSecurity\": \"Baseline\", \"privilegeEscalation\": \"Allowed\"  | ``",
        "\"podSecurity\": \"Baseline\", \"capabilities\": {\"allow\": [\"CHOWN\"]} | ``",
        "\"podSecurity\": \"Baseline\", \"capabilities\": {\"allow\": [\"BPF\"]} | Baseline: capabilities;"
      })
  void aLevelThatDoesNotHoldIsAllowedWithAWarning(String require, String told) throws Exception {
    JsonNode response = response(post(requiring(require)));
    assertTrue(response.get("allowed").booleanValue(), response::toString);
    assertEquals(told.isEmpty(), !response.has("warnings"), response::toString);
    assertTrue(response.at("/warnings/0").asText().contains(told), response::toString);
  }

  @Test
  void allThatMakesALevelLooserIsNamedInOneWarning() throws Exception {
    String all =
        """
        "podSecurity": "Restricted", "capabilities": {"allow": ["CHOWN"]}, "procMount": ["Unmasked"],
        "privilegeEscalation": "Allowed", "seccomp": ["Unconfined"], "hostPaths": {"allow": ["/data"]}
        """;
    String warning = response(post(requiring(all))).at("/warnings/0").textValue();
    assertEquals(
        "spec.require.podSecurity: what has a field of its own is judged by that alone, and these let"
            + " more through than Restricted: capabilities, privilegeEscalation, seccomp, procMount,"
            + " hostPaths; leave them out unless you mean that",
        warning);
    assertTrue(warning.length() <= 256, "the API server cuts longer ones");
  }

  private static String requiring(String members) {
    return REVIEW
        .formatted("team")
        .replace("\"grant\"", "\"require\": {" + members + "}, \"grant\"");
  }

  /// Nobody evaluates them here.
  @Test
  void itsExpressionsAreOnlyChecked() throws Exception {
    URI there =
        server.open(
            new PolicyEndpoint(
                server.vertx(),
                server.bodies(),
                new DecisionMeter(Meters.unread()),
                new NeverPreparing()));
    String rule =
        "\"require\": {\"rules\": [{\"name\": \"r\", \"expression\": \"object == 1\"}]}, \"grant\"";
    String review = REVIEW.formatted("team").replace("\"grant\"", rule);
    JsonNode response = response(server.post(there.resolve("?timeout=30s"), review));
    assertTrue(response.get("allowed").booleanValue(), response::toString);
  }

  private static final class NeverPreparing implements ExpressionCompiler {
    @Override
    public Compilation compile(String text) {
      return fail("prepared for an evaluation: " + text);
    }

    @Override
    public ExpressionCompiler onlyToCheck() {
      return new CelCompiler();
    }
  }

  @Test
  void aPolicyThatMakesNoSenseIsRefusedWithEveryProblem() throws Exception {
    JsonNode response = response(post(REVIEW.formatted("no key!")));
    assertFalse(response.get("allowed").booleanValue());
    assertEquals(422, response.at("/status/code").intValue());
    String message = response.at("/status/message").textValue();
    assertTrue(message.contains("\n- spec.match.namespaceSelector.matchLabels"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense                                                       | not readable as JSON",
        "``                                                             | expected kind",
        "[]                                                             | expected kind",
        "{\"a\": 1, \"a\": 2}                                           | uplicate",
        "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\"} | /request/uid",
        "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\", \"request\": {\"uid\": \"u\", \"object\": 1}} | /request/object"
      })
  void whatIsNoSuchReviewIsABadRequest(String body, String sentence) throws Exception {
    HttpResponse<String> reply = post(body);
    assertEquals(400, reply.statusCode(), reply::body);
    assertTrue(reply.body().contains(sentence), reply::body);
  }

  @Test
  void oneOfTheLargestSizeIsReadAndNotOneByteMore() throws Exception {
    String review = REVIEW.formatted("team");
    String largest = review + " ".repeat(PolicyEndpoint.LARGEST - review.length());
    assertTrue(response(post(largest)).get("allowed").booleanValue());
    HttpResponse<String> reply = post(largest + " ");
    assertEquals(413, reply.statusCode());
    assertEquals("the body is larger than 2097152 bytes\n", reply.body());
  }

  /// Each would become a hundred bytes of memory, and each key was kept for ever.
  @Test
  void whatBecomesMuchMoreInMemoryIsABadRequest() throws Exception {
    String many = "{},".repeat(100_000) + "{}";
    HttpResponse<String> reply = post(with("\"status\": [" + many + "]"));
    assertEquals(400, reply.statusCode());
    assertTrue(reply.body().contains("50000"), reply::body);
    String key = "k".repeat(40_000);
    reply = post(with("\"%s\": 0, \"%s\": 1".formatted(key, key)));
    assertEquals(400, reply.statusCode());
    assertTrue(reply.body().length() < 1_000, "the key is not repeated in full");
  }

  @Test
  void ofVeryManyProblemsFiftyAreTold() throws Exception {
    String unknown =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"z%d\": 0".formatted(i))
            .collect(Collectors.joining(","));
    JsonNode response = response(post(with(unknown)));
    String message = response.at("/status/message").textValue();
    assertTrue(message.contains("\n- z0: is not a field"), message);
    assertEquals(52, message.lines().count(), message);
    assertTrue(message.endsWith("\n- and 1 more"), message);
  }

  private static String with(String members) {
    return REVIEW.formatted("team").replace("\"spec\":", members + ", \"spec\":");
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotRead() throws Exception {
    HttpResponse<String> reply = server.post(uri.resolve("?timeout=0s"), "nonsense");
    assertEquals(429, reply.statusCode(), reply::body);
  }

  @Test
  void whatIsNotUtf8IsABadRequest() throws Exception {
    byte[] body = REVIEW.formatted("team").getBytes(StandardCharsets.UTF_8);
    body[REVIEW.indexOf("ray")] = (byte) 0xFF;
    HttpResponse<String> reply = server.post(uri, BodyPublishers.ofByteArray(body));
    assertEquals(400, reply.statusCode(), reply::body);
    assertTrue(reply.body().contains("UTF-8"), reply::body);
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return server.post(uri.resolve("?timeout=30s"), body);
  }

  private static JsonNode response(HttpResponse<String> reply) throws IOException {
    assertEquals(200, reply.statusCode(), reply::body);
    return new ObjectMapper().readTree(reply.body()).get("response");
  }
}
