// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads `resources`: of a container, or of the pod as a whole.
final class ResourcesReader {

  private ResourcesReader() {}

  static Optional<Resources> readIfSet(JsonCursor cursor) {
    return cursor.isNull() ? Optional.empty() : Optional.of(read(cursor));
  }

  static Resources read(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Resources.NONE;
    }
    Map<String, Quantity> requests = Map.of();
    Map<String, Quantity> limits = Map.of();
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      switch (key) {
        case "requests" -> requests = quantities(cursor);
        case "limits" -> limits = quantities(cursor);
        default -> cursor.skip();
      }
    }
    return new Resources(requests, limits);
  }

  private static Map<String, Quantity> quantities(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Map.of();
    }
    var quantities = new LinkedHashMap<String, Quantity>();
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      var text = cursor.textOrNumber();
      if (text.isPresent()) {
        quantities.put(key, quantity(cursor, text.get()));
      }
    }
    return quantities;
  }

  private static Quantity quantity(JsonCursor cursor, String text) {
    try {
      return Quantity.parse(text);
    } catch (NumberFormatException e) {
      throw cursor.unreadable(e.getMessage());
    }
  }
}
