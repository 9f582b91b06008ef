// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

/// Looks at eight bytes of JSON at once, the first of them in the lowest bits.
///
/// In each result the lowest bit set is the high bit of the first byte found, and 0 is none; bits
/// above it mean nothing.
///
/// Source: "Determine if a word has a zero byte" and "... a byte less than n", Bit Twiddling Hacks.
final class EightBytes {

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = LOW_BITS * '"';
  private static final long ESCAPES = LOW_BITS * '\\';
  private static final long BLANKS = LOW_BITS * ' ';

  private EightBytes() {}

  /// A quote or a backslash.
  static long quoteOrEscape(long eight) {
    long quotes = eight ^ QUOTES;
    long escapes = eight ^ ESCAPES;
    return ((quotes - LOW_BITS & ~quotes) | (escapes - LOW_BITS & ~escapes)) & HIGH_BITS;
  }

  /// These, or a control character, which JSON does not have in a text.
  static long endingText(long eight) {
    return quoteOrEscape(eight) | (eight - BLANKS & ~eight & HIGH_BITS);
  }
}
