// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.Arrays;

/// Which objects and arrays of a document its reader has passed over, front to back.
final class Unread {

  static final Unread NONE = new Unread();

  /// Walking through less is as quick as going around it.
  private static final int SHORTEST = 48;

  private int[] bounds = new int[32];
  private int count;

  /// @param from its first byte
  /// @param to the byte after its last
  void add(int from, int to) {
    if (to - from < SHORTEST) {
      return;
    }
    if (count + 2 > bounds.length) {
      bounds = Arrays.copyOf(bounds, count * 2);
    }
    bounds[count] = from;
    bounds[count + 1] = to;
    count += 2;
  }

  int from(int number) {
    return number * 2 < count ? bounds[number * 2] : Integer.MAX_VALUE;
  }

  int to(int number) {
    return bounds[number * 2 + 1];
  }
}
