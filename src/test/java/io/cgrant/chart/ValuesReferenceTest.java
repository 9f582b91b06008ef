// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.docs.GeneratedFile;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes the chart's README from its `values.yaml`, and holds the schema to the same keys.
@Tag("generated")
final class ValuesReferenceTest {

  private static final String HEAD =
      """
      <!-- Generated from values.yaml by `make generate`. Do not edit. -->
      # Chart `cgrant`

      How to install, upgrade and remove it: [install with Helm](../../docs/how-to/install-with-helm.md).

      ## Values
      A key that is not here is an error, and so is a value of another form. What must be named `cgrant` has no key: there is
      one cgrant in a cluster.

      | key | default | meaning |
      |---|---|---|
      """;

  @Test
  void theReadmeSaysWhatTheValuesSay() {
    GeneratedFile.verify(
        Chart.FOLDER.resolve("README.md"),
        HEAD
            + ValuesReference.keys().stream()
                .map(ValuesReferenceTest::row)
                .collect(Collectors.joining()));
  }

  @Test
  void everyKeyHasAMeaning() {
    var leaves = new TreeSet<String>();
    collect("", Chart.yaml(Chart.VALUES), leaves);
    var explained = new TreeSet<>(ValuesReference.keys().stream().map(k -> k.path()).toList());
    leaves.removeIf(
        leaf -> explained.stream().anyMatch(e -> leaf.equals(e) || leaf.startsWith(e + ".")));
    assertEquals(List.of(), List.copyOf(leaves));
  }

  @Test
  void theSchemaKnowsTheSameKeys() {
    var schema = new TreeSet<String>();
    collectSchema("", Chart.json(Chart.FOLDER.resolve("values.schema.json")), schema);
    var values = new TreeSet<String>();
    collect("", Chart.yaml(Chart.VALUES), values);
    // Helm's own, for parent charts.
    schema.remove("global");
    // Free below, and empty by default.
    var empty = List.of("affinity", "certificates.certManager.issuerRef");
    schema.removeIf(key -> empty.stream().anyMatch(e -> key.startsWith(e + ".")));
    schema.addAll(empty);
    var free = List.of("metrics.dashboard.labels");
    values.removeIf(key -> free.stream().anyMatch(e -> key.startsWith(e + ".")));
    values.addAll(free);
    schema.removeIf(key -> key.startsWith("resources."));
    values.removeIf(key -> key.startsWith("resources."));
    assertEquals(String.join("\n", schema), String.join("\n", values));
  }

  @Test
  void aKeyIsFoundBelowItsParents() {
    var keys = ValuesReference.keys("a:\n  # One\n  # two.\n  b: [1]\n# Three.\nc: x\nd: {}\n");
    assertEquals(
        List.of(
            new ValuesReference.Key("a.b", "[1]", "One two."),
            new ValuesReference.Key("c", "\"x\"", "Three.")),
        keys);
  }

  private static String row(ValuesReference.Key key) {
    return "| `%s` | `%s` | %s |\n"
        .formatted(
            key.path(), key.fallback().replace("|", "\\|"), key.meaning().replace("|", "\\|"));
  }

  private static void collect(String path, JsonNode node, TreeSet<String> into) {
    if (!node.isObject() || node.isEmpty()) {
      into.add(path);
      return;
    }
    node.properties()
        .forEach(
            e ->
                collect(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
  }

  private static void collectSchema(String path, JsonNode schema, TreeSet<String> into) {
    if (!schema.has("properties")) {
      into.add(path);
      return;
    }
    schema
        .get("properties")
        .properties()
        .forEach(
            e ->
                collectSchema(
                    path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
  }
}
