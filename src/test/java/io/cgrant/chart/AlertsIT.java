// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart's alerts, evaluated by Prometheus' own tool over series in which each must fire, and
/// over others in which it must not.
final class AlertsIT {

  private static final Path TESTS = Path.of("src/test/resources/alerts");
  private static final Path FOLDER = Path.of("target/alerts");
  private static final Path RULES = FOLDER.resolve("alerts.yaml");
  private static final String RULE = "prometheusrule.yaml";

  private static Promtool promtool;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    promtool = Promtool.find();
    Files.createDirectories(FOLDER);
    JsonNode rules = Chart.render("{metrics: {prometheusRule: {enabled: true}}}").only(RULE);
    // What to do is read by people; the tests name what is made of labels.
    rules
        .findParents("description")
        .forEach(a -> ((ObjectNode) a).remove(List.of("description", "runbook_url")));
    Files.writeString(RULES, rules.get("spec").toString());
  }

  @Test
  void prometheusReadsTheRules() throws IOException, InterruptedException {
    Promtool.Run checked = promtool.run("check", "rules", RULES.toString());
    assertEquals(0, checked.exitCode(), checked.output());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void firesWhenItMustAndIsSilentElse(String alert) throws IOException, InterruptedException {
    Path test = TESTS.resolve(alert + ".yaml");
    assertFairness(alert, Chart.yaml(test));
    Path copy = FOLDER.resolve(alert + ".yaml");
    Files.writeString(copy, Chart.text(test));
    Promtool.Run run = promtool.run("test", "rules", copy.toString());
    assertEquals(0, run.exitCode(), run.output());
  }

  @Test
  void noTestIsLeftOfAnAlertThatIsNoMore() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      assertEquals(
          alerts().sorted().toList(),
          files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList());
    }
  }

  @Test
  void anAlertThatIsSilentWhereItMustFireIsSeen() throws IOException, InterruptedException {
    Path broken = Files.createDirectories(FOLDER.resolve("broken"));
    Files.writeString(
        broken.resolve("alerts.yaml"), Chart.text(RULES).replace("failurePolicy", "policy"));
    Path copy = broken.resolve("CgrantGateOpen.yaml");
    Files.writeString(copy, Chart.text(TESTS.resolve("CgrantGateOpen.yaml")));
    Promtool.Run run = promtool.run("test", "rules", copy.toString());
    assertTrue(run.exitCode() != 0, run.output());
  }

  static Stream<String> alerts() {
    return Chart.render("{metrics: {prometheusRule: {enabled: true}}}")
        .only(RULE)
        .findValuesAsText("alert")
        .stream();
  }

  /// It is this alert that is looked at, it fires in one of the tests and is silent in another, and
  /// what it is fed exists.
  private static void assertFairness(String alert, JsonNode file) {
    var isSilentThroughout = new ArrayList<Boolean>();
    for (JsonNode test : file.get("tests")) {
      boolean fires = false;
      for (JsonNode moment : test.get("alert_rule_test")) {
        assertEquals(alert, moment.get("alertname").asText());
        fires |= !moment.get("exp_alerts").isEmpty();
      }
      isSilentThroughout.add(!fires);
      for (String series : test.findValuesAsText("series")) {
        assertEquals(List.of(), KnownMetrics.mistakes(series, ""), series);
      }
    }
    assertTrue(isSilentThroughout.contains(true), "a test without an alert");
    assertTrue(isSilentThroughout.contains(false), "a test with an alert");
  }
}
