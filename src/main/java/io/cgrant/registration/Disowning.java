// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Takes a field manager out of `metadata.managedFields`. An API server lets a request that changes
/// nothing else write them; one that changes a field makes its manager an owner again.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields
final class Disowning {

  private static final String MANAGED_FIELDS = "/metadata/managedFields";

  private Disowning() {}

  /// As RFC 6902 has it; holds while the object is as it was read. Empty when the manager owns
  /// nothing.
  static ArrayNode patch(JsonNode object, String fieldManager) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    JsonNode owners = object.at(MANAGED_FIELDS);
    // From the last, so that the places of those before stay.
    for (int i = owners.size() - 1; i >= 0; i--) {
      if (owners.get(i).path("manager").asText().equals(fieldManager)) {
        patch.addObject().put("op", "remove").put("path", MANAGED_FIELDS + "/" + i);
      }
    }
    if (!patch.isEmpty()) {
      patch
          .addObject()
          .put("op", "replace")
          .put("path", "/metadata/resourceVersion")
          .set("value", object.at("/metadata/resourceVersion"));
    }
    return patch;
  }
}
