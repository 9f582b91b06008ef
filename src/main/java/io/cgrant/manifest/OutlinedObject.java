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

  private final Outline outline;
  private final int place;
  private Optional<Map<String, Object>> fields = Optional.empty();

  OutlinedObject(Outline outline, int place) {
    this.outline = outline;
    this.place = place;
  }

  @Override
  public Object get(Object key) {
    return fields().get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return fields().containsKey(key);
  }

  @Override
  public int size() {
    return fields().size();
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

  private Map<String, Object> read() {
    var read = new LinkedHashMap<String, Object>();
    int end = outline.next(place);
    for (int key = outline.first(place); key < end; key = outline.next(key + 1)) {
      read.put(outline.text(key), outline.value(key + 1));
    }
    return read;
  }
}
