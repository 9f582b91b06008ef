// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Whether bytes are UTF-8 as RFC 3629 has it: each character in its shortest form, no surrogates,
/// nothing beyond U+10FFFF, no byte order mark.
///
/// A JSON parser may guess UTF-16 from the first bytes, and take two bytes for a slash. The API
/// server writes neither, so who does hopes to be read in two ways.
public final class Utf8 {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /// Whether a JSON parser can read it in no other way.
  public static boolean isJson(byte[] document) {
    // RFC 4627, section 3: a zero among the first two bytes is UTF-16 or UTF-32.
    int first = document.length > 0 ? document[0] : '{';
    int second = document.length > 1 ? document[1] : '}';
    return first > 0 && second != 0 && isValid(document);
  }

  static byte[] checked(byte[] document) {
    if (!isJson(document)) {
      throw new Unreadable("bad JSON: it is not valid UTF-8 without a byte order mark");
    }
    return document;
  }

  private static boolean isValid(byte[] text) {
    int i = 0;
    while (i < text.length) {
      if (i + Long.BYTES <= text.length && ((long) EIGHT_BYTES.get(text, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
        continue;
      }
      int length = lengthAt(text, i);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /// How many bytes the character takes that begins here; 0 where none does.
  private static int lengthAt(byte[] text, int i) {
    int lead = text[i] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    int second = i + 1 < text.length ? text[i + 1] & 0xFF : 0;
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || second < lowestAfter(lead) || second > highestAfter(lead)) {
      return 0;
    }
    for (int next = i + 2; next < i + length; next++) {
      if (next >= text.length || (text[next] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /// A lower second byte would be a longer form of a character that has a shorter one.
  private static int lowestAfter(int lead) {
    return switch (lead) {
      case 0xE0 -> 0xA0;
      case 0xF0 -> 0x90;
      default -> 0x80;
    };
  }

  /// A higher one would be a surrogate, or beyond the last character.
  private static int highestAfter(int lead) {
    return switch (lead) {
      case 0xED -> 0x9F;
      case 0xF4 -> 0x8F;
      default -> 0xBF;
    };
  }
}
