// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Worlds;
import io.fabric8.zjsonpatch.JsonPatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a template at `/mutate-template`.
final class TemplateEndpointTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASKS = "{\"labels\": {\"cgrant.io/writable-cgroup\": \"true\"}%s}";
  private static final String RECORD =
      ", \"annotations\": {\"cgrant.io/template-author\": \"%s\","
          + " \"cgrant.io/template-author-groups\": \"dev\", \"a\": \"b\"}";
  private static final String CONTROLLER =
      "system:serviceaccount:kube-system:deployment-controller";

  private static final Policy GUARDED =
      Worlds.under(
          Worlds.policy("ray"), new Terms(List.of(), Optional.empty(), Authorization.Required));

  private volatile Snapshot snapshot = Worlds.with(GUARDED);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EndpointServer server = new EndpointServer();
  private final URI uri =
      server.open(
          new TemplateEndpoint(
              server.vertx(),
              new Told(() -> snapshot),
              Worlds.CONTROLLERS,
              server.bodies(),
              new DecisionMeter(new Meters(registry))));

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "apps,Deployment,/spec/template",
    "apps,ReplicaSet,/spec/template",
    "apps,StatefulSet,/spec/template",
    "apps,DaemonSet,/spec/template",
    "batch,Job,/spec/template",
    "batch,CronJob,/spec/jobTemplate/spec/template",
    "'',ReplicationController,/spec/template",
    "'',PodTemplate,/template"
  })
  void everyKindIsGivenTheRecordAndNothingElse(String group, String kind, String path)
      throws Exception {
    ObjectNode object = holder(path, template(ASKS.formatted(""), "1"));
    JsonNode patched = recorded("ann", group, kind, object, null);
    assertAuthor("ann", patched.at(path));
    ((ObjectNode) patched.at(path + "/metadata")).remove("annotations");
    assertEquals(object, patched);
    // Labels are left out of a Job's template as a rule.
    JsonNode classOnly = holder(path, template(null, "1"));
    ((ObjectNode) classOnly.at(path + "/spec")).put("runtimeClassName", Worlds.CLASS);
    assertAuthor("ann", recorded("ann", group, kind, classOnly, null).at(path));
  }

  @Test
  void otherAnnotationsStay() throws Exception {
    JsonNode forged = template(ASKS.formatted(RECORD.formatted("bob")), "1");
    JsonNode patched = recorded("ann", forged, null);
    assertAuthor("ann", patched);
    assertEquals("b", patched.at("/metadata/annotations/a").asText());
  }

  @Test
  void whoChangesATemplateBecomesItsAuthor() throws Exception {
    JsonNode anns = template(ASKS.formatted(RECORD.formatted("ann")), "1");
    assertAuthor(
        "bob", recorded("bob", template(ASKS.formatted(RECORD.formatted("ann")), "2"), anns));
    assertAuthor("bob", recorded("bob", template(ASKS.formatted(""), "2"), anns));
  }

  @Test
  void aTemplateThatIsAsItWasKeepsItsAuthor() throws Exception {
    JsonNode anns = template(ASKS.formatted(RECORD.formatted("ann")), "1");
    assertEquals(anns, recorded("bob", anns, anns));
    assertAuthor(
        "ann", recorded("bob", template(ASKS.formatted(RECORD.formatted("eve")), "1"), anns));
    JsonNode nobodys = template(ASKS.formatted(""), "1");
    assertEquals(nobodys, recorded("bob", nobodys, nobodys));
    JsonNode claimed = template(ASKS.formatted(RECORD.formatted("bob")), "1");
    JsonNode others = template(ASKS.formatted(", \"annotations\": {\"a\": \"b\"}"), "1");
    assertEquals(others, recorded("bob", claimed, others), "no record comes of nothing");
  }

  @Test
  void aControllerChangesNothing() throws Exception {
    JsonNode anns = template(ASKS.formatted(RECORD.formatted("ann")), "1");
    assertEquals(anns, recorded(CONTROLLER, anns, null));
    JsonNode nobodys = template(ASKS.formatted(""), "1");
    assertEquals(nobodys, recorded(CONTROLLER, nobodys, null));
  }

  @Test
  void whereNoPolicyWantsToKnowNothingIsRecordedAndNoNameStaysOnAnothersTemplate()
      throws Exception {
    snapshot = Worlds.with(Worlds.policy("ray"));
    JsonNode silent = template(ASKS.formatted(""), "1");
    assertEquals(silent, recorded("ann", silent, null));
    JsonNode anns = template(ASKS.formatted(RECORD.formatted("ann")), "1");
    JsonNode bobs = template(ASKS.formatted(RECORD.formatted("ann")), "2");
    assertFalse(
        recorded("bob", bobs, anns).at("/metadata/annotations").has("cgrant.io/template-author"));
    snapshot = Snapshot.UNSYNCED;
    assertAuthor("ann", recorded("ann", silent, null));
  }

  @Test
  void aTemplateThatAsksForNothingIsNotTouched() throws Exception {
    for (String metadata :
        List.of("{}", "{\"labels\": {\"cgrant.io/writable-cgroup\": \"false\"}}")) {
      JsonNode ordinary = template(metadata, "1");
      assertEquals(ordinary, recorded("ann", ordinary, null));
    }
    ObjectNode kata = template("{\"labels\": {\"app\": \"x\"}}", "1");
    ((ObjectNode) kata.get("spec")).put("runtimeClassName", Worlds.FOREIGN);
    assertEquals(kata, recorded("ann", kata, null));
    snapshot = Worlds.in(Map.of("cgrant.io/writable-cgroup", "true", "team", "ml"), GUARDED);
    assertAuthor("ann", recorded("ann", template("{\"labels\": {\"app\": \"x\"}}", "1"), null));
  }

  @Test
  void aPodIsNoTemplate() throws Exception {
    String review = review("ann", "", "Pod", JSON.createObjectNode(), null).toString();
    assertEquals(400, post(review).statusCode());
    assertEquals(400, post("[]").statusCode());
    assertEquals(0, measured());
    recorded("ann", template("{}", "1"), null);
    await().until(() -> measured() == 1);
  }

  private long measured() {
    return registry.get("cgrant.decision.duration").tag("path", "/mutate-template").timer().count();
  }

  private static void assertAuthor(String name, JsonNode template) {
    JsonNode annotations = template.at("/metadata/annotations");
    assertEquals(name, annotations.path("cgrant.io/template-author").asText());
    assertTrue(annotations.has("cgrant.io/template-author-groups"));
  }

  private static ObjectNode template(String metadata, String image) throws IOException {
    var template = JSON.createObjectNode();
    if (metadata != null) {
      template.set("metadata", JSON.readTree(metadata));
    }
    template.set(
        "spec",
        JSON.readTree(
            "{\"containers\": [{\"name\": \"main\", \"image\": \"%s\"}]}".formatted(image)));
    return template;
  }

  private static ObjectNode holder(String path, JsonNode template) {
    var object = JSON.createObjectNode();
    object.putObject("metadata").put("name", "head");
    ObjectNode parent = object;
    String[] keys = path.substring(1).split("/", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      parent = parent.putObject(keys[i]);
    }
    parent.set(keys[keys.length - 1], template);
    return object;
  }

  private JsonNode recorded(String user, JsonNode template, JsonNode old) throws Exception {
    String path = "/spec/template";
    JsonNode before = old == null ? null : holder(path, old);
    return recorded(user, "apps", "Deployment", holder(path, template), before).at(path);
  }

  /// The object as the API server stores it.
  private JsonNode recorded(String user, String group, String kind, JsonNode object, JsonNode old)
      throws Exception {
    var reply = post(review(user, group, kind, object, old).toString());
    assertEquals(200, reply.statusCode(), reply::body);
    JsonNode response = JSON.readTree(reply.body()).get("response");
    assertTrue(response.get("allowed").booleanValue());
    return response.has("patch")
        ? JsonPatch.apply(
            JSON.readTree(Base64.getDecoder().decode(response.get("patch").textValue())), object)
        : object;
  }

  private static JsonNode review(
      String user, String group, String kind, JsonNode object, JsonNode old) {
    var review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put("uid", "u-1").put("namespace", "ml-prod");
    request.putObject("kind").put("group", group).put("version", "v1").put("kind", kind);
    request.put("operation", old == null ? "CREATE" : "UPDATE");
    request.putObject("userInfo").put("username", user).putArray("groups").add("dev");
    request.set("object", object);
    request.set("oldObject", old);
    return review;
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return server.post(uri.resolve("?timeout=30s"), body);
  }
}
