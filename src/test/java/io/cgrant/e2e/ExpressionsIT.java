// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A policy with a rule and a condition, on a real API server.
@ExtendWith(StandExtension.class)
final class ExpressionsIT {

  private static final Duration BOUND = Duration.ofSeconds(1);

  private static final String BROKEN =
      "{\"spec\":{\"require\":{\"rules\":[{\"name\":\"x\",\"expression\":\"objct.kind == 'Pod'\"}]}}}";

  private static final String PROBLEM =
      "spec.require.rules[0].expression: line 1, column 1: there is no variable 'objct'; write one";

  @Test
  void aRuleAndAConditionSeeThePodAsItWillBeStored(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      List<JsonNode> given = world.given();
      expressions(given.getLast())
          .rule(
              "stored",
              "has(object.spec.runtimeClassName) && object.spec.hostUsers == false"
                  + " && object.metadata.namespace == request.namespace")
          .rule("prompt", "object.spec.terminationGracePeriodSeconds <= 30")
          .rule("by-somebody", "request.userInfo.username != ''")
          .rule("namespace", "namespaceObject.metadata.name == object.metadata.namespace")
          .condition("not-batch", "!('batch' in object.metadata.labels)");
      stage.given(given);

      assertTrue(stage.create(world.pod("granted")).orThrow().accepted());

      ObjectNode slow = world.pod("slow").deepCopy();
      ((ObjectNode) slow.get("spec")).put("terminationGracePeriodSeconds", 31);
      String message = stage.developer().rehearse(slow).message();
      assertTrue(message.contains("RuleUnmet"), message);
      assertTrue(message.contains("rule \"prompt\": 30 seconds are enough"), message);

      ObjectNode batch = world.pod("batch").deepCopy();
      ((ObjectNode) batch.at("/metadata/labels")).put("batch", "yes");
      String silent = stage.developer().rehearse(batch).message();
      assertTrue(silent.contains("NoPolicy") && !silent.contains("RuleUnmet"), silent);
    }
  }

  @Test
  void anExpressionWithAMistakeIsRefusedWhenItIsWrittenAndThePlaceIsNamed(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      Reply refused = stage.admin().merge(world.policy(), BROKEN);
      assertEquals(422, refused.code(), refused::message);
      assertTrue(refused.message().contains(PROBLEM), refused::message);
      stage.developer().rehearse(world.pod("next")).orThrow();
    }
  }

  /// As one that an older cgrant understood. The API server asks nobody while cgrant is away.
  @Test
  void aStoredExpressionWithAMistakeGrantsNothingAndItsStatusNamesThePlace(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stand.cgrant().close();
      try {
        stage.admin().merge(world.policy(), BROKEN).orThrow();
      } finally {
        stand.cgrant().start();
      }
      // It has to lead first, after it has just started.
      Wait.upTo(Duration.ofSeconds(60))
          .until(
              () -> "status of " + stage.stored(world.policy()).body(),
              () -> {
                var status = PolicyStatus.of(stage.stored(world.policy()).body());
                return status.ready().equals("False") && status.message().contains(PROBLEM);
              });
      String message = stage.developer().rehearse(world.pod("next")).message();
      assertTrue(message.contains("NoPolicy"), message);
    }
  }

  @Test
  void whatTheSchemaCanSeeIsRefusedWhenItIsWritten(Stand stand) {
    var world = new World(stand.newId());
    JsonNode policy = world.policy();
    expressions(policy).rule("twice", "true").rule("twice", "true");
    Reply reply = stand.as(Cluster.User.Admin).create(policy);
    assertFalse(reply.accepted());
    assertTrue(reply.message().contains("each name must be another"), reply::message);
    assertEquals(422, reply.code());
  }

  private static Expressions expressions(JsonNode policy) {
    return new Expressions((ObjectNode) policy.get("spec"));
  }

  /// Puts expressions into a policy that is not yet stored.
  private record Expressions(ObjectNode spec) {

    Expressions rule(String name, String expression) {
      entry((ObjectNode) spec.withObject("/require"), "rules", name, expression)
          .put("message", "30 seconds are enough");
      return this;
    }

    Expressions condition(String name, String expression) {
      entry((ObjectNode) spec.withObject("/match"), "conditions", name, expression);
      return this;
    }

    private static ObjectNode entry(
        ObjectNode parent, String list, String name, String expression) {
      ArrayNode entries = parent.withArray("/" + list);
      return entries.addObject().put("name", name).put("expression", expression);
    }
  }
}
