// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What viewers of SARIF 2.1.0 rely on. No Maven artifact holds the schema, so its rules that a
/// change of ours could break stand here.
class SarifReportTest {

  private static final String PODS = "docs/tutorial/pods";
  private static final Set<String> LEVELS = Set.of("none", "note", "warning", "error");

  @TempDir Path folder;

  @Test
  void namesItsVersionAndSchemaAndHoldsOneRun() throws IOException {
    JsonNode sarif = sarif(PODS);
    assertEquals("2.1.0", sarif.get("version").textValue());
    assertTrue(sarif.get("$schema").textValue().endsWith("sarif-2.1.0.json"));
    assertEquals(1, sarif.get("runs").size());
    assertTrue(sarif.at("/runs/0/invocations/0/executionSuccessful").booleanValue());
  }

  @Test
  void everyResultFollowsARuleOfTheDriverAndEveryRuleHasAResult() throws IOException {
    JsonNode run = sarif(PODS).at("/runs/0");
    assertFalse(run.at("/tool/driver/name").textValue().isBlank());
    List<String> rules = texts(run.at("/tool/driver/rules"), "/id");
    assertEquals(rules.size(), new HashSet<>(rules).size(), rules::toString);
    assertEquals(Set.copyOf(rules), Set.copyOf(texts(run.get("results"), "/ruleId")));
    for (JsonNode result : run.get("results")) {
      assertTrue(LEVELS.contains(result.get("level").textValue()), result::toString);
      assertFalse(result.at("/message/text").textValue().isBlank(), result::toString);
    }
  }

  @Test
  void everyPlaceIsARelativeReferenceWithALine() throws IOException {
    JsonNode results =
        sarif("./" + PODS, Path.of(PODS).toAbsolutePath().toString()).at("/runs/0/results");
    assertTrue(results.size() > 3);
    for (JsonNode result : results) {
      assertEquals(1, result.get("locations").size());
      JsonNode place = result.at("/locations/0/physicalLocation");
      String uri = place.at("/artifactLocation/uri").textValue();
      assertTrue(uri.startsWith(PODS + "/"), uri);
      assertTrue(place.at("/region/startLine").intValue() >= 1, result::toString);
    }
  }

  @Test
  void whatLiesElsewhereIsAUriOfItsOwn() throws IOException {
    Path odd = folder.resolve("a b#c.yaml");
    Files.copy(Path.of(PODS, "no-limits.yaml"), odd);
    JsonNode place = sarif(odd.toString()).at("/runs/0/results/0/locations/0/physicalLocation");
    var uri = URI.create(place.at("/artifactLocation/uri").textValue());
    assertEquals(odd, Path.of(uri));
  }

  @Test
  void aFileThatDoesNotReadIsANotificationWithItsLineAndColumn() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: 1\nb: c: d\n");
    JsonNode invocation = sarif(broken.toString(), PODS).at("/runs/0/invocations/0");
    assertFalse(invocation.get("executionSuccessful").booleanValue());
    JsonNode notification = invocation.at("/toolExecutionNotifications/0");
    assertEquals("error", notification.get("level").textValue());
    JsonNode region = notification.at("/locations/0/physicalLocation/region");
    assertEquals("{\"startLine\":2,\"startColumn\":5}", region.toString());
  }

  private static JsonNode sarif(String... files) throws IOException {
    var words = new ArrayList<>(List.of("check", "-p", "docs/tutorial/policies"));
    words.addAll(List.of("-n", "docs/tutorial/cluster", "-o", "sarif"));
    words.addAll(List.of(files));
    return new JsonMapper().readTree(CommandRun.of(words.toArray(String[]::new)).out());
  }

  private static List<String> texts(JsonNode array, String pointer) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.at(pointer).textValue()));
    return texts;
  }
}
