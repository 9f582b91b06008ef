// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// quarkus-kubernetes knows from the program itself which ports it has and where its probes are.
/// What it writes while packaging and what the chart says are the same.
final class AgreesWithQuarkusIT {

  private static final Path GENERATED = Path.of("target/kubernetes/kubernetes.yml");

  private static final String CONTAINER = "/spec/template/spec/containers/0";
  private static final String POD = "/spec/template/metadata";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String MONITORED = "{metrics: {%s: {enabled: true}}}";

  @Test
  void onPorts() {
    Map<String, Integer> generated = ports(generated("Deployment").at(CONTAINER));
    // It is always there, and nothing listens: insecure requests are disabled.
    assertEquals(8080, generated.remove("http"));
    assertEquals(ports(deployment().at(CONTAINER)), generated);
    assertEquals(
        generated("Deployment").at(CONTAINER + "/name"), deployment().at(CONTAINER + "/name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "readinessProbe", "livenessProbe"})
  void onProbes(String probe) {
    ObjectNode expected = generated("Deployment").at(CONTAINER + "/" + probe).deepCopy();
    ObjectNode found = deployment().at(CONTAINER + "/" + probe).deepCopy();
    var port = (ObjectNode) found.get("httpGet");
    port.put("port", ports(deployment().at(CONTAINER)).get(port.get("port").asText()));
    // As the API server fills them in.
    found.put("initialDelaySeconds", 0).put("successThreshold", 1);
    assertEquals(expected, found);
  }

  @Test
  void onTheServiceOfTheWebhook() {
    Map<String, String> generated = reached(generated("Service"), generated("Deployment"));
    assertEquals("80/TCP to 8080", generated.remove("http"));
    Map<String, String> chart = reached(chart("service.yaml"), deployment());
    // For a ServiceMonitor, which finds pods behind a Service by its ports.
    assertEquals("9000/TCP to 9000", chart.remove("management"));
    assertEquals(generated, chart);
    assertEquals(generated("Service").at("/spec/type"), chart("service.yaml").at("/spec/type"));
  }

  /// Who manages an object is the one thing that differs, and Helm says more than Quarkus does.
  @ParameterizedTest
  @CsvSource({
    "Service,        service.yaml,        /metadata/labels",
    "Deployment,     deployment.yaml,     /metadata/labels",
    "Deployment,     deployment.yaml,     /spec/template/metadata/labels",
    "ServiceMonitor, servicemonitor.yaml, /metadata/labels"
  })
  void onLabels(String kind, String template, String where) {
    Map<String, String> expected = texts(generated(kind).at(where));
    assertEquals("quarkus", expected.remove(MANAGED_BY));
    Map<String, String> labels = texts(chart(template).at(where));
    assertEquals("Helm", labels.remove(MANAGED_BY));
    assertContains(expected, labels);
  }

  @ParameterizedTest
  @CsvSource({
    "Service,        service.yaml,        /spec/selector",
    "Deployment,     deployment.yaml,     /spec/selector/matchLabels",
    "ServiceMonitor, servicemonitor.yaml, /spec/selector/matchLabels"
  })
  void onTheLabelsByWhichPodsAreFound(String kind, String template, String where) {
    Map<String, String> labels = texts(chart(template).at(where));
    assertContains(texts(generated(kind).at(where)), labels);
    assertEquals("cgrant", labels.get("app.kubernetes.io/name"));
  }

  @Test
  void onWhereMetricsAre() {
    JsonNode generated = generated("ServiceMonitor").at("/spec/endpoints/0");
    Map<String, String> scrape = texts(generated("Deployment").at(POD + "/annotations"));
    Map<String, Integer> ports = ports(deployment().at(CONTAINER));
    for (String monitor : List.of("servicemonitor.yaml", "podmonitor.yaml")) {
      JsonNode spec = chart(monitor).get("spec");
      JsonNode chart = spec.at(spec.has("endpoints") ? "/endpoints/0" : "/podMetricsEndpoints/0");
      assertEquals(generated.get("path"), chart.get("path"));
      assertEquals(scrape.get("prometheus.io/path"), chart.get("path").asText());
      int port = ports.get(chart.get("port").asText());
      assertEquals(generated.get("targetPort").asInt(), port);
      assertEquals(scrape.get("prometheus.io/port"), Integer.toString(port));
      assertEquals(generated.get("scheme").asText(), chart.path("scheme").asText("http"));
    }
  }

  private static JsonNode deployment() {
    return chart("deployment.yaml");
  }

  private static JsonNode chart(String template) {
    // Helm refuses both monitors at once.
    String monitor = template.equals("podmonitor.yaml") ? "podMonitor" : "serviceMonitor";
    return Chart.render(MONITORED.formatted(monitor)).only(template);
  }

  private static void assertContains(Map<String, String> expected, Map<String, String> found) {
    assertFalse(expected.isEmpty());
    var common = new TreeMap<>(found);
    common.keySet().retainAll(expected.keySet());
    assertEquals(expected, common);
  }

  private static Map<String, String> texts(JsonNode object) {
    var texts = new TreeMap<String, String>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  /// Each port of a Service, and the container's that is behind it.
  private static Map<String, String> reached(JsonNode service, JsonNode deployment) {
    Map<String, Integer> ports = ports(deployment.at(CONTAINER));
    var reached = new TreeMap<String, String>();
    for (JsonNode port : service.at("/spec/ports")) {
      JsonNode target = port.get("targetPort");
      reached.put(
          port.get("name").asText(),
          "%d/%s to %d"
              .formatted(
                  port.get("port").asInt(),
                  port.get("protocol").asText(),
                  target.isInt() ? target.asInt() : ports.get(target.asText())));
    }
    return reached;
  }

  private static JsonNode generated(String kind) {
    var json = new ObjectMapper();
    for (Object document :
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Chart.text(GENERATED))) {
      JsonNode object = json.valueToTree(document);
      if (object.path("kind").asText().equals(kind)) {
        return object;
      }
    }
    throw new AssertionError(GENERATED + " has no " + kind);
  }

  private static Map<String, Integer> ports(JsonNode container) {
    var ports = new TreeMap<String, Integer>();
    container
        .get("ports")
        .forEach(
            p -> {
              assertEquals("TCP", p.get("protocol").asText());
              ports.put(p.get("name").asText(), p.get("containerPort").asInt());
            });
    assertTrue(ports.containsKey("https"));
    return ports;
  }
}
