// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.Map;

/// TOML as trees.
final class Toml {

  private static final TomlMapper MAPPER = new TomlMapper();

  private Toml() {}

  /// It is no TOML.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /// @throws Malformed with the line and what is wrong there
  static ObjectNode read(String text) throws Malformed {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : "line " + at.getLineNr() + ": ";
      throw new Malformed("it is no TOML: " + where + e.getOriginalMessage());
    }
  }

  /// Tables are merged, lists are joined, and what is said later holds.
  static void merge(ObjectNode into, ObjectNode from) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      JsonNode there = into.get(entry.getKey());
      if (there instanceof ObjectNode table && entry.getValue() instanceof ObjectNode more) {
        merge(table, more);
      } else if (there instanceof ArrayNode list && entry.getValue() instanceof ArrayNode more) {
        join(list, more);
      } else {
        into.set(entry.getKey(), entry.getValue().deepCopy());
      }
    }
  }

  private static void join(ArrayNode list, ArrayNode more) {
    for (JsonNode one : more) {
      boolean isThere = list.valueStream().anyMatch(one::equals);
      if (!isThere) {
        list.add(one);
      }
    }
  }

  /// Sets what is not there yet.
  static void fill(ObjectNode into, ObjectNode from) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      if (!into.has(entry.getKey())) {
        into.set(entry.getKey(), entry.getValue().deepCopy());
      }
    }
  }
}
