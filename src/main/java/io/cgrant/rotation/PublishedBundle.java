// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.registration.InstalledConfigurations;
import java.util.TreeSet;

/// `caBundle` in one webhook configuration.
///
/// @param configuration as it was read
record PublishedBundle(JsonNode configuration) {

  /// @param bundle PEM in Base64
  boolean differsFrom(String bundle) {
    for (JsonNode webhook : configuration.path("webhooks")) {
      if (!webhook.at("/clientConfig/caBundle").asText().equals(bundle)) {
        return true;
      }
    }
    return false;
  }

  /// What to apply: the bundle, and nothing else. Holds only while the configuration is as it was
  /// read.
  ///
  /// @param bundle PEM in Base64
  ObjectNode replacedBy(String bundle) {
    ArrayNode webhooks = JsonNodeFactory.instance.arrayNode();
    for (JsonNode webhook : configuration.path("webhooks")) {
      webhooks
          .addObject()
          .put("name", webhook.path("name").asText())
          .putObject("clientConfig")
          .put("caBundle", bundle);
    }
    return InstalledConfigurations.patch(configuration, webhooks);
  }

  /// With the field managers that wrote a bundle, beside ourselves.
  String description() {
    var others = new TreeSet<String>();
    for (JsonNode entry : configuration.at("/metadata/managedFields")) {
      String manager = entry.path("manager").asText();
      boolean wrote = entry.path("fieldsV1").toString().contains("\"f:caBundle\"");
      if (wrote && !manager.equals(ApiServerBundleStore.FIELD_MANAGER)) {
        others.add(manager);
      }
    }
    String kind = configuration.path("kind").asText();
    return others.isEmpty() ? kind : kind + " (written by " + String.join(", ", others) + ")";
  }
}
