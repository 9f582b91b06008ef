// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An object of an [Outline], read when first looked at.
final class OutlinedObject extends AbstractMap<String, Object> {

  /// Fields that looks have gone past. From then on a look costs the same however many there are:
  /// whoever compares two objects looks for each.
  private static final int FEW_PASSED = 256;

  private final Outline outline;
  private final int place;
  private int passed;
  private Optional<Map<String, Object>> fields = Optional.empty();

  OutlinedObject(Outline outline, int place) {
    this.outline = outline;
    this.place = place;
  }

  /// A few looks do not pay for reading all fields.
  @Override
  public Object get(Object key) {
    if (isWorthReading()) {
      return fields().get(key);
    }
    int value = find(key);
    return value < 0 ? null : outline.value(value);
  }

  @Override
  public boolean containsKey(Object key) {
    return isWorthReading() ? fields().containsKey(key) : find(key) >= 0;
  }

  private boolean isWorthReading() {
    return fields.isPresent() || passed > FEW_PASSED;
  }

  @Override
  public int size() {
    if (fields.isPresent()) {
      return fields.get().size();
    }
    int keys = 0;
    int end = outline.next(place);
    for (int at = outline.first(place); at < end; at = outline.next(at + 1)) {
      keys++;
    }
    return keys;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return fields().entrySet();
  }

  private Map<String, Object> fields() {
    if (fields.isEmpty()) {
      fields = Optional.of(read());
    }
    return fields.get();
  }

  /// The last of its name, as in the map.
  private int find(Object key) {
    int found = -1;
    if (key instanceof String name) {
      int end = outline.next(place);
      for (int at = outline.first(place); at < end; at = outline.next(at + 1)) {
        passed++;
        if (outline.isKey(at, name)) {
          found = at + 1;
        }
      }
    }
    return found;
  }

  private Map<String, Object> read() {
    var read = new LinkedHashMap<String, Object>();
    int end = outline.next(place);
    for (int key = outline.first(place); key < end; key = outline.next(key + 1)) {
      read.put(outline.text(key), outline.value(key + 1));
    }
    return read;
  }
}
