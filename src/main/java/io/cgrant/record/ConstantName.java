// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// The names of constants as JSON has them, each written once: every line has many.
final class ConstantName {

  private static final ClassValue<byte[][]> WRITTEN =
      new ClassValue<>() {
        @Override
        protected byte[][] computeValue(Class<?> type) {
          return Stream.of(type.getEnumConstants())
              .map(one -> '"' + ((Enum<?>) one).name() + '"')
              .map(name -> name.getBytes(StandardCharsets.US_ASCII))
              .toArray(byte[][]::new);
        }
      };

  private ConstantName() {}

  /// With quotes. For reading only.
  static byte[] written(Enum<?> one) {
    return WRITTEN.get(one.getDeclaringClass())[one.ordinal()];
  }
}
