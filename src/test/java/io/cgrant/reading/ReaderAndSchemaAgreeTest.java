// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.cel.CelCompiler;
import io.cgrant.crd.Shape;
import io.cgrant.policy.ExpressionCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever the reader takes, the API server takes too: good policies are bent at random, and every
/// bent one that still reads must still have the shape of the schema.
final class ReaderAndSchemaAgreeTest {

  private static final ExpressionCompiler CEL = new CelCompiler();

  private static final int ROUNDS = 5_000;
  private static final long SEED = 20261124;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "a b",
          "a.b/c",
          "-a",
          "/",
          "/a/..",
          "//",
          "1",
          "0",
          "500m",
          "4Gi",
          "-1",
          "+1",
          "1e3",
          "1.",
          ".5",
          "Enforce",
          "Warn",
          "Required",
          "Allowed",
          "In",
          "Exists",
          "é",
          "CHOWN",
          "RuntimeClass",
          "limits",
          "2027-01-31T00:00:00Z",
          "2027-02-30T00:00:00Z",
          "Guaranteed",
          "Unmasked",
          "a\n",
          "x".repeat(64),
          "x".repeat(254),
          "/" + "x".repeat(1024),
          "1" + "0".repeat(70));

  private static final List<String> FIELDS =
      List.of(
          "matchLabels",
          "values",
          "allow",
          "max",
          "cpu",
          "resources",
          "images",
          "priority",
          "exceptions",
          "waive",
          "x");

  private final Random random = new Random(SEED);

  @Test
  void everyPolicyThatReadsHasTheShapeOfTheSchema() {
    int read = 0;
    List<JsonNode> good = PolicyFiles.names("good-").map(PolicyFiles::tree).toList();
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode policy = good.get(random.nextInt(good.size())).deepCopy();
      for (int bends = 1 + random.nextInt(2); bends > 0; bends--) {
        bend(policy.get("spec"));
      }
      if (PolicyReader.read(policy, CEL) instanceof PolicyReading.Ready) {
        assertEquals(List.of(), Shape.complaints(policy), policy::toString);
        read++;
      }
    }
    assertTrue(read > ROUNDS / 50, "only " + read + " of " + ROUNDS + " could be read");
  }

  private void bend(JsonNode root) {
    var containers = new ArrayList<JsonNode>();
    collect(root, containers);
    switch (containers.get(random.nextInt(containers.size()))) {
      case ObjectNode object -> bend(object);
      case ArrayNode array -> bend(array);
      default -> throw new IllegalStateException();
    }
  }

  private void bend(ObjectNode object) {
    List<String> names = new ArrayList<>(object.propertyStream().map(e -> e.getKey()).toList());
    boolean isNewField = names.isEmpty() || random.nextInt(4) == 0;
    String name = isNewField ? oneOf(FIELDS) : oneOf(names);
    if (!isNewField && random.nextBoolean()) {
      object.remove(name);
      return;
    }
    object.set(name, value());
  }

  private void bend(ArrayNode array) {
    if (!array.isEmpty() && random.nextBoolean()) {
      array.remove(random.nextInt(array.size()));
      return;
    }
    array.add(value());
  }

  private JsonNode value() {
    return switch (random.nextInt(8)) {
      case 0 -> JSON.numberNode(random.nextLong());
      case 1 -> JSON.numberNode(random.nextInt(5));
      case 2 -> JSON.booleanNode(random.nextBoolean());
      case 3 -> random.nextBoolean() ? JSON.nullNode() : JSON.numberNode(random.nextDouble());
      case 4 -> JSON.objectNode();
      case 5 -> JSON.arrayNode();
      default -> JSON.textNode(oneOf(TEXTS));
    };
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode()) {
      into.add(node);
      node.forEach(child -> collect(child, into));
    }
  }
}
