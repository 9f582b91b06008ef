// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;

/// The names of the constants of one type as JSON has them, each written once: every line has many,
/// and to find the type of each costs more than to write it.
final class ConstantNames<E extends Enum<E>> {

  private final byte[][] written;

  ConstantNames(Class<E> type) {
    this.written =
        EnumSet.allOf(type).stream()
            .map(one -> ('"' + one.name() + '"').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
  }

  /// With quotes. For reading only.
  byte[] of(E one) {
    return written[one.ordinal()];
  }
}
