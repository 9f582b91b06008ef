// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// An array of an [Outline], read when first looked at.
final class OutlinedList extends AbstractList<Object> implements RandomAccess {

  private final Outline outline;
  private final int place;
  private Optional<List<Object>> elements = Optional.empty();

  OutlinedList(Outline outline, int place) {
    this.outline = outline;
    this.place = place;
  }

  @Override
  public Object get(int index) {
    return elements().get(index);
  }

  @Override
  public int size() {
    return elements().size();
  }

  private List<Object> elements() {
    if (elements.isEmpty()) {
      elements = Optional.of(read());
    }
    return elements.get();
  }

  private List<Object> read() {
    var read = new ArrayList<Object>();
    int end = outline.next(place);
    for (int value = outline.first(place); value < end; value = outline.next(value)) {
      read.add(outline.value(value));
    }
    return read;
  }
}
