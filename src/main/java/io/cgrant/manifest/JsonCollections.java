// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Lists, maps and single fields of strings, read where a cursor stands.
final class JsonCollections {

  private JsonCollections() {}

  /// The first of a list of strings, where Go reads `null` as an empty one; the rest is passed
  /// over.
  static Optional<String> firstText(JsonCursor cursor) {
    Optional<String> first = Optional.empty();
    if (cursor.enterArray() && cursor.nextElement()) {
      first = Optional.of(cursor.textOrEmpty());
      while (cursor.nextElement()) {
        cursor.skip();
      }
    }
    return first;
  }

  static List<String> texts(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return List.of();
    }
    var texts = new ArrayList<String>(4);
    while (cursor.nextElement()) {
      texts.add(cursor.textOrEmpty());
    }
    return texts;
  }

  static Map<String, String> textMap(JsonCursor cursor) {
    return cursor.plainTexts().orElseGet(() -> closelyRead(cursor));
  }

  private static Map<String, String> closelyRead(JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return Map.of();
    }
    var map = new LinkedHashMap<String, String>();
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      map.put(key, cursor.textOrEmpty());
    }
    return map;
  }

  /// One field of an object, read by `value`; the others are passed over.
  static Optional<String> field(
      JsonCursor cursor, String name, Function<JsonCursor, Optional<String>> value) {
    Optional<String> found = Optional.empty();
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        if (key.equals(name)) {
          found = value.apply(cursor);
        } else {
          cursor.skip();
        }
      }
    }
    return found;
  }

  /// Passes over an array, and says how many elements it has.
  static int length(JsonCursor cursor) {
    int length = 0;
    if (cursor.enterArray()) {
      while (cursor.nextElement()) {
        cursor.skip();
        length++;
      }
    }
    return length;
  }
}
