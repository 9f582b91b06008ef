// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// quarkus-kubernetes knows from the program itself which ports it has and where its probes are.
/// What it writes while packaging and what the chart says are the same.
final class AgreesWithQuarkusIT {

  private static final Path GENERATED = Path.of("target/kubernetes/kubernetes.yml");

  private static final String CONTAINER = "/spec/template/spec/containers/0";
  private static final String NAME = "app.kubernetes.io~1name";

  @Test
  void onPorts() {
    Map<String, Integer> generated = ports(generated("Deployment").at(CONTAINER));
    // It is always there, and nothing listens: insecure requests are disabled.
    assertEquals(8080, generated.remove("http"));
    assertEquals(ports(deployment().at(CONTAINER)), generated);
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
    JsonNode chart = Chart.render("{}").only("service.yaml").get("spec");
    var ports = new TreeMap<String, Integer>();
    generated("Service")
        .at("/spec/ports")
        .forEach(p -> ports.put(p.get("name").asText(), p.get("port").asInt()));
    assertEquals(ports.get("https"), chart.at("/ports/0/port").asInt());
  }

  @Test
  void onTheNameByWhichPodsAreFound() {
    JsonNode generated = generated("Deployment");
    JsonNode name = deployment().at("/spec/selector/matchLabels/" + NAME);
    assertEquals("cgrant", name.asText());
    assertEquals(name, generated.at("/spec/selector/matchLabels/" + NAME));
    assertEquals(name, generated.at("/spec/template/metadata/labels/" + NAME));
  }

  private static JsonNode deployment() {
    return Chart.render("{}").only("deployment.yaml");
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
        .forEach(p -> ports.put(p.get("name").asText(), p.get("containerPort").asInt()));
    assertTrue(ports.containsKey("https"));
    return ports;
  }
}
