// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Finds the end of an object or array that nobody reads, as `managedFields`, which is a third of
/// most reviews.
///
/// It knows JSON as the API server writes it (compact, whole numbers), and gives up at anything
/// else: blanks, fractions, what is malformed, a key that may stand twice, many keys, deep nesting.
/// So what it passes over is what [JsonCursor] would have passed over, and only the parser says
/// what is wrong.
final class PlainJson {

  static final int NOT_PLAIN = -1;

  private static final int DEEPEST = 24;
  private static final int MOST_KEYS = 64;
  private static final int LONGEST_KEY = 256;
  private static final int LONGEST_NUMBER = 18;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// 2^64 divided by the golden ratio, for mixing.
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final byte[] json;

  /// Of the objects that are open: equal keys have equal hashes.
  private long[] hashes = new long[64];

  private int keys;

  PlainJson(byte[] json) {
    this.json = json;
  }

  /// Where the object or array ends that begins here: the place of its closing bracket, or
  /// [#NOT_PLAIN].
  int close(int open) {
    keys = 0;
    int end = value(open, DEEPEST);
    return end == NOT_PLAIN ? NOT_PLAIN : end - 1;
  }

  /// Each of these takes where something begins, and returns the place after it.
  private int value(int from, int depthLeft) {
    return switch (at(from)) {
      case '{' -> object(from + 1, depthLeft - 1);
      case '[' -> array(from + 1, depthLeft - 1);
      case '"' -> text(from + 1);
      case 't' -> word(from, "true");
      case 'f' -> word(from, "false");
      case 'n' -> word(from, "null");
      default -> number(from);
    };
  }

  private int object(int from, int depthLeft) {
    if (depthLeft == 0) {
      return NOT_PLAIN;
    }
    if (at(from) == '}') {
      return from + 1;
    }
    int firstKey = keys;
    int i = from;
    while (true) {
      int afterKey = key(i, firstKey);
      if (at(afterKey) != ':') {
        return NOT_PLAIN;
      }
      i = value(afterKey + 1, depthLeft);
      switch (at(i++)) {
        case ',' -> {}
        case '}' -> {
          keys = firstKey;
          return i;
        }
        default -> {
          return NOT_PLAIN;
        }
      }
    }
  }

  private int array(int from, int depthLeft) {
    if (depthLeft == 0) {
      return NOT_PLAIN;
    }
    if (at(from) == ']') {
      return from + 1;
    }
    int i = from;
    while (true) {
      i = value(i, depthLeft);
      switch (at(i++)) {
        case ',' -> {}
        case ']' -> {
          return i;
        }
        default -> {
          return NOT_PLAIN;
        }
      }
    }
  }

  /// Mixes the key's bytes while it looks for its end. A quote and a backslash have one usual
  /// spelling in JSON, others can be spelled in two ways.
  private int key(int from, int firstKey) {
    if (at(from) != '"') {
      return NOT_PLAIN;
    }
    long hash = 0;
    int i = from + 1;
    while (i + Long.BYTES <= json.length && i - from <= LONGEST_KEY) {
      long eight = (long) EIGHT_BYTES.get(json, i);
      long found = EightBytes.endingText(eight);
      if (found == 0) {
        hash = mixed(hash, eight);
        i += Long.BYTES;
        continue;
      }
      int before = Long.numberOfTrailingZeros(found) / Byte.SIZE;
      if (before > 0) {
        hash = mixed(hash, eight << Long.SIZE - before * Byte.SIZE);
      }
      i += before;
      if (json[i] == '"') {
        return isNew(hash ^ hash >>> 32, firstKey) ? i + 1 : NOT_PLAIN;
      }
      byte escaped = at(i + 1);
      if (json[i] != '\\' || (escaped != '"' && escaped != '\\')) {
        return NOT_PLAIN;
      }
      hash = mixed(hash, escaped);
      i += 2;
    }
    return NOT_PLAIN;
  }

  private boolean isNew(long hash, int firstKey) {
    for (int i = firstKey; i < keys; i++) {
      if (hashes[i] == hash) {
        return false;
      }
    }
    if (keys - firstKey == MOST_KEYS) {
      return false;
    }
    if (keys == hashes.length) {
      hashes = Arrays.copyOf(hashes, keys * 2);
    }
    hashes[keys++] = hash;
    return true;
  }

  private static long mixed(long hash, long bytes) {
    return (hash ^ bytes) * MIX;
  }

  private int text(int from) {
    int i = from;
    while (i + Long.BYTES <= json.length) {
      long found = EightBytes.endingText((long) EIGHT_BYTES.get(json, i));
      if (found == 0) {
        i += Long.BYTES;
        continue;
      }
      i += Long.numberOfTrailingZeros(found) / Byte.SIZE;
      if (json[i] == '"') {
        return i + 1;
      }
      int length = escape(i);
      if (length == 0) {
        return NOT_PLAIN;
      }
      i += length;
    }
    return NOT_PLAIN;
  }

  /// Its length; 0 when it is none.
  private int escape(int from) {
    if (json[from] != '\\') {
      return 0;
    }
    return switch (at(from + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> isHex(from + 2) && isHex(from + 3) && isHex(from + 4) && isHex(from + 5) ? 6 : 0;
      default -> 0;
    };
  }

  private boolean isHex(int i) {
    return Character.digit(at(i), 16) >= 0;
  }

  private int word(int from, String word) {
    for (int i = 1; i < word.length(); i++) {
      if (at(from + i) != word.charAt(i)) {
        return NOT_PLAIN;
      }
    }
    return from + word.length();
  }

  /// What follows is looked at by the caller, and is no digit, point or exponent if this is whole.
  private int number(int from) {
    int first = at(from) == '-' ? from + 1 : from;
    int i = first;
    while (at(i) >= '0' && at(i) <= '9') {
      i++;
    }
    boolean hasZeroInFront = at(first) == '0' && i - first > 1;
    return i == first || hasZeroInFront || i - from > LONGEST_NUMBER ? NOT_PLAIN : i;
  }

  /// 0, which stands nowhere in JSON, past the end and for [#NOT_PLAIN].
  private byte at(int i) {
    return i >= 0 && i < json.length ? json[i] : 0;
  }
}
