// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// An object of which only some fields are known. To ask for another is an error and never "no".
final class KnownPart extends AbstractMap<String, Object> {

  private final Map<String, Object> fields;

  KnownPart(Map<String, Object> fields) {
    this.fields = Map.copyOf(fields);
  }

  @Override
  public Object get(Object key) {
    return containsKey(key) ? fields.get(key) : null;
  }

  @Override
  public boolean containsKey(Object key) {
    if (!fields.containsKey(key)) {
      throw new IllegalStateException(
          "cgrant does not know \"" + key + "\" there, only " + String.join(", ", names()));
    }
    return true;
  }

  /// Going through all of them would take the known ones for all there are.
  @Override
  public Set<Entry<String, Object>> entrySet() {
    throw new IllegalStateException(
        "cgrant does not know all fields there, only " + String.join(", ", names()));
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public String toString() {
    return fields.toString();
  }

  private Set<String> names() {
    return new TreeSet<>(fields.keySet());
  }
}
