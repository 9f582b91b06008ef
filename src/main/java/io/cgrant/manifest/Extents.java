// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.Arrays;

/// Where the objects and arrays of a document begin and end, as its reader met them: also those it
/// passed over, and nothing of what is within these.
final class Extents {

  /// Walking through less is as quick as going around it.
  private static final int SHORTEST = 128;

  private int[] bounds = new int[64];
  private int count;

  /// Those that are open, by their place in `bounds`.
  private int[] open = new int[16];

  private int depth;

  /// @param from its first byte
  void open(int from) {
    if (count + 2 > bounds.length) {
      bounds = Arrays.copyOf(bounds, count * 2);
    }
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth++] = count;
    bounds[count] = from;
    count += 2;
  }

  /// The one opened last.
  ///
  /// @param to the byte after its last
  void close(int to) {
    int at = open[--depth];
    if (to - bounds[at] < SHORTEST) {
      // It is the last: what is within a short one is shorter.
      count = at;
    } else {
      bounds[at + 1] = to;
    }
  }

  /// The number of the first that begins there or behind.
  int firstFrom(int place) {
    int low = 0;
    int high = count / 2;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds[middle * 2] < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Beyond every document where there is no such number.
  int from(int number) {
    return number * 2 < count ? bounds[number * 2] : Integer.MAX_VALUE;
  }

  int to(int number) {
    return bounds[number * 2 + 1];
  }
}
