// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/// What any object says of itself. What is not as it should be is taken for left out.
public record StoredObject(JsonNode tree) {

  public String name() {
    return tree.at("/metadata/name").asText();
  }

  public Map<String, String> labels() {
    return texts("/metadata/labels");
  }

  /// A map of texts.
  ///
  /// @param pointer where it stands, as `/scheduling/nodeSelector`
  public Map<String, String> texts(String pointer) {
    var texts = new HashMap<String, String>();
    tree.at(pointer).properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }
}
