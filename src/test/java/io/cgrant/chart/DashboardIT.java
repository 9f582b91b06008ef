// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Panels of the dashboard, evaluated by Prometheus' own tool over series: a file for each, by its
/// title.
final class DashboardIT {

  private static final Path TESTS = Path.of("src/test/resources/dashboard");
  private static final Path FOLDER = Path.of("target/dashboard");
  private static final Path DASHBOARD = Chart.FOLDER.resolve("dashboards/cgrant.json");

  /// Stands in a test for what the panel asks.
  private static final String EXPRESSION = "EXPRESSION";

  @ParameterizedTest
  @MethodSource("panels")
  void showsWhatItSays(String title) throws IOException, InterruptedException {
    JsonNode test = Chart.yaml(TESTS.resolve(title + ".yaml"));
    List<String> series = test.findValuesAsText("series");
    assertFalse(series.isEmpty());
    series.forEach(s -> assertEquals(List.of(), KnownMetrics.mistakes(s, ""), s));
    String asked = new ObjectMapper().writeValueAsString(expression(title));
    Files.createDirectories(FOLDER);
    Path copy = FOLDER.resolve(title + ".yaml");
    Files.writeString(copy, test.toString().replace('"' + EXPRESSION + '"', asked));

    Promtool.Run run = Promtool.find().run("test", "rules", copy.toString());

    assertEquals(0, run.exitCode(), run.output());
  }

  /// Of a panel that nobody evaluates over series.
  @Test
  void prometheusReadsWhatEveryPanelAsks() throws IOException, InterruptedException {
    var rules = JsonNodeFactory.instance.objectNode();
    ArrayNode asked = rules.putArray("groups").addObject().put("name", "panels").putArray("rules");
    for (JsonNode panel : Chart.json(DASHBOARD).get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        asked
            .addObject()
            .put("record", "panel:target:" + asked.size())
            .put("expr", chosen(target.get("expr").asText()));
      }
    }
    assertTrue(asked.size() > 20, () -> "asked: " + asked.size());
    Files.createDirectories(FOLDER);
    Path file = Files.writeString(FOLDER.resolve("panels.yaml"), rules.toString());
    Promtool.Run run = Promtool.find().run("check", "rules", file.toString());
    assertEquals(0, run.exitCode(), run.output());
  }

  static Stream<String> panels() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.map(f -> f.getFileName().toString().replace(".yaml", "")).toList().stream();
    }
  }

  private static String expression(String title) {
    JsonNode panel =
        StreamSupport.stream(Chart.json(DASHBOARD).get("panels").spliterator(), false)
            .filter(p -> p.get("title").asText().equals(title))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no panel " + title));
    assertEquals(1, panel.get("targets").size(), title);
    return chosen(panel.at("/targets/0/expr").asText());
  }

  /// With what Grafana puts in the place of its variables.
  private static String chosen(String expression) {
    String chosen = expression.replace("$__rate_interval", "5m").replace("$namespace", "cgrant");
    assertFalse(chosen.contains("$"), chosen);
    return chosen;
  }
}
