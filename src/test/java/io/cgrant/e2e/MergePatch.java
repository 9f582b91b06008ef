// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What makes one object of another, as RFC 7386 writes it.
final class MergePatch {

  private MergePatch() {}

  static ObjectNode between(JsonNode old, JsonNode now) {
    var patch = JsonNodeFactory.instance.objectNode();
    old.fieldNames()
        .forEachRemaining(
            name -> {
              if (!now.has(name)) {
                patch.putNull(name);
              }
            });
    now.fields()
        .forEachRemaining(
            field -> {
              JsonNode before = old.path(field.getKey());
              if (before.isObject() && field.getValue().isObject()) {
                ObjectNode inner = between(before, field.getValue());
                if (!inner.isEmpty()) {
                  patch.set(field.getKey(), inner);
                }
              } else if (!before.equals(field.getValue())) {
                patch.set(field.getKey(), field.getValue());
              }
            });
    return patch;
  }
}
