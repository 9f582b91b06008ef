// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policy.Worlds;
import io.cgrant.registration.OrdinaryNames;
import io.cgrant.registration.WebhookConfigurations;
import io.cgrant.registration.WebhookTarget;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListedNamesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WebhookConfigurations INSTALLED =
      new WebhookConfigurations(
          new WebhookTarget.Url(URI.create("https://127.0.0.1:8443"), Optional.empty()),
          "cgrant",
          Worlds.CONTROLLERS);

  @Test
  void asInstalledNoNameIsListed() {
    assertEquals(Optional.of(Set.of()), validating().inAll());
    assertEquals(Optional.empty(), validating().replacedBy(Set.of()));
  }

  @Test
  void onlyTheExpressionsWithAPlaceForNamesAreWritten() {
    JsonNode patch = validating().replacedBy(Set.of("gvisor")).orElseThrow();
    for (JsonNode webhook : patch.get("webhooks")) {
      assertEquals(Set.of("name", "matchConditions"), names(webhook));
      for (JsonNode condition : webhook.get("matchConditions")) {
        assertEquals(Set.of("name", "expression"), names(condition));
        assertEquals(Set.of("gvisor"), OrdinaryNames.in(condition.get("expression").textValue()));
      }
    }
    assertEquals(
        Set.of("pods.cgrant.io", "templates.cgrant.io", "namespace.templates.cgrant.io"),
        Set.copyOf(
            patch.get("webhooks").findValuesAsText("name").stream()
                .filter(n -> n.contains("cgrant"))
                .toList()));
  }

  @Test
  void nothingIsWrittenOverAConfigurationThatHasChangedSince() {
    JsonNode read = JSON.valueToTree(INSTALLED.mutating());
    ((ObjectNode) read.get("metadata")).put("resourceVersion", "17");
    JsonNode patch = new ListedNames(read).replacedBy(Set.of("gvisor")).orElseThrow();
    assertEquals("17", patch.at("/metadata/resourceVersion").textValue());
    assertEquals("cgrant", patch.at("/metadata/name").textValue());
  }

  @Test
  void aConfigurationOfSomethingElseHasNoPlace() {
    var other = new ListedNames(JSON.createObjectNode());
    assertEquals(Optional.empty(), other.inAll());
    assertEquals(Optional.empty(), other.replacedBy(Set.of("gvisor")));
  }

  private static ListedNames validating() {
    return new ListedNames(JSON.valueToTree(INSTALLED.validating()));
  }

  private static Set<String> names(JsonNode object) {
    var names = new HashSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
