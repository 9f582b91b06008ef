// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Changes trees. What is made of a text must be what this makes of its tree.
final class TreeEdits {

  private TreeEdits() {}

  /// @return a copy with all of the changes, in their order
  static JsonNode applied(JsonNode tree, List<Edit> edits) {
    JsonNode copy = tree.deepCopy();
    for (Edit edit : edits) {
      JsonNode at = copy;
      for (String step : edit.at()) {
        at = at.isArray() ? at.path(Integer.parseInt(step)) : at.path(step);
      }
      apply(at, edit);
    }
    return copy;
  }

  private static void apply(JsonNode at, Edit edit) {
    switch (edit) {
      case Edit.Remove(var path, var key) -> {
        if (at instanceof ArrayNode list) {
          list.remove(Integer.parseInt(key));
        } else {
          ((ObjectNode) at).remove(key);
        }
      }
      case Edit.Replace(var path, var key, var value) -> {
        if (at instanceof ArrayNode list) {
          list.set(Integer.parseInt(key), value);
        } else {
          ((ObjectNode) at).set(key, value);
        }
      }
      case Edit.Add(var path, var key, var value) -> ((ObjectNode) at).set(key, value);
      case Edit.Append(var path, var value) -> ((ArrayNode) at).add(value);
    }
  }
}
