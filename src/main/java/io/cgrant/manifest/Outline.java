// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Where the values of an object or array stand, from one quick walk over its bytes. What is never
/// looked at never becomes an object, and an object or array within, whose end the reader knows, is
/// not walked through before somebody looks at it.
///
/// Only for a document that a [JsonCursor] has read to its end: nothing is checked here.
final class Outline {

  /// An estimate that spares most documents a second array.
  private static final int BYTES_PER_VALUE = 16;

  /// Most containers have no more.
  private static final int FEW_VALUES = 64;

  private static final int DEEPEST = 102;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] json;
  private final Extents extents;
  private final Object forNull;

  /// What is open during a walk.
  private final int[] open;

  private int[] starts;
  private int[] nexts;
  private int count;

  /// What was walked through later, by its place among the values.
  private Object[] later = {};

  private Outline(byte[] json, Extents extents, Object forNull, int[] open, int room) {
    this.json = json;
    this.extents = extents;
    this.forNull = forNull;
    this.open = open;
    starts = new int[room];
    nexts = new int[room];
  }

  /// An object of the document, or the whole.
  ///
  /// @param from where it begins
  /// @param forNull what stands for `null`
  static Map<String, Object> read(byte[] json, int from, Extents extents, Object forNull) {
    boolean isKnown = extents.from(0) < json.length;
    int room = isKnown ? FEW_VALUES : Math.max(FEW_VALUES, json.length / BYTES_PER_VALUE);
    var outline = new Outline(json, extents, forNull, new int[DEEPEST], room);
    outline.walk(from);
    return new OutlinedObject(outline, 0);
  }

  /// An object within another; empty where there is none.
  static Optional<Map<String, Object>> below(Map<String, Object> parent, String key) {
    return parent.get(key) instanceof OutlinedObject child ? Optional.of(child) : Optional.empty();
  }

  /// The first value within a container; in an object, its first key.
  int first(int container) {
    return container + 1;
  }

  /// What follows a value, with all that is within it.
  int next(int value) {
    return nexts[value];
  }

  String text(int value) {
    int from = starts[value] + 1;
    int to = endOfText(from);
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return escapedText(from - 1, to + 1);
      }
    }
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  /// Whether the text of a key is this one.
  boolean isKey(int key, String name) {
    int from = starts[key] + 1;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      byte b = json[from + i];
      if (b != c || c == '"' || c == '\\') {
        // What is escaped, or no ASCII, can be the same and look different.
        return (b == '\\' || b < 0) && text(key).equals(name);
      }
    }
    return json[from + name.length()] == '"';
  }

  Object value(int value) {
    int start = starts[value];
    if (start < 0) {
      return later(value);
    }
    return switch (json[start]) {
      case '{' -> new OutlinedObject(this, value);
      case '[' -> new OutlinedList(this, value);
      case '"' -> text(value);
      case 't' -> Boolean.TRUE;
      case 'f' -> Boolean.FALSE;
      case 'n' -> forNull;
      default -> number(start);
    };
  }

  private Object later(int value) {
    if (later.length == 0) {
      later = new Object[count];
    }
    if (later[value] == null) {
      var below = new Outline(json, extents, forNull, open, FEW_VALUES);
      below.walk(~starts[value]);
      later[value] = below.value(0);
    }
    return later[value];
  }

  /// To the end of the object or array that begins here.
  private void walk(int from) {
    int depth = 0;
    int within = extents.firstFrom(from + 1);
    int begin = extents.from(within);
    int i = from;
    do {
      switch (json[i]) {
        case '"' -> {
          add(i);
          i = endOfText(i + 1) + 1;
        }
        case '{', '[' -> {
          if (i == begin) {
            add(~i);
            i = extents.to(within);
            within = extents.firstFrom(i);
            begin = extents.from(within);
          } else {
            open[depth++] = count;
            add(i++);
          }
        }
        case '}', ']' -> {
          nexts[open[--depth]] = count;
          i++;
        }
        case ' ', ',', ':', '\n', '\r', '\t' -> i++;
        default -> {
          add(i);
          i = endOfWord(i);
        }
      }
    } while (depth > 0);
  }

  private void add(int start) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      nexts = Arrays.copyOf(nexts, count * 2);
    }
    starts[count] = start;
    nexts[count] = ++count;
  }

  /// Where the closing quote stands.
  private int endOfText(int from) {
    int i = from;
    while (i + Long.BYTES <= json.length) {
      long found = EightBytes.quoteOrEscape((long) EIGHT_BYTES.get(json, i));
      i += Long.numberOfTrailingZeros(found) / Byte.SIZE;
      if (found != 0) {
        if (json[i] == '"') {
          return i;
        }
        i += 2;
      }
    }
    while (json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  /// Of a number, `true`, `false` or `null`.
  private int endOfWord(int from) {
    int i = from;
    while (i < json.length && isOfWord(json[i])) {
      i++;
    }
    return i;
  }

  /// Blanks are below all that stands in one.
  private static boolean isOfWord(byte b) {
    return (b & 0xFF) > ' ' && b != ',' && b != '}' && b != ']';
  }

  private String escapedText(int from, int to) {
    try (var cursor = new JsonCursor(Arrays.copyOfRange(json, from, to))) {
      return cursor.textOrEmpty();
    }
  }

  /// As Kubernetes reads numbers into untyped objects: whole ones as int64, others as double.
  private Object number(int from) {
    var digits = new String(json, from, endOfWord(from) - from, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < digits.length(); i++) {
      if (".eE".indexOf(digits.charAt(i)) >= 0) {
        return Double.valueOf(digits);
      }
    }
    return Long.valueOf(digits);
  }
}
