// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.admission.Printable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON on its way into bytes. A general writer asks at each step whether the step is due, and of
/// each character what it is: on a line that costs more than all else about it. Here the caller
/// keeps the order, and texts are copied whole.
final class JsonBytes {

  /// Most lines are shorter.
  private static final int USUAL_SIZE = 2_560;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte DELETE = 0x7f;

  private static final long EACH = 0x0101010101010101L;
  private static final long TOP_OF_EACH = 0x8080808080808080L;

  private byte[] bytes = new byte[USUAL_SIZE];
  private int used;

  /// Whether a comma is due before whatever comes next.
  private boolean isFirst = true;

  void open(char bracket) {
    separate();
    room(1);
    bytes[used++] = (byte) bracket;
    isFirst = true;
  }

  void close(char bracket) {
    room(1);
    bytes[used++] = (byte) bracket;
    isFirst = false;
  }

  /// @param written with quotes and colon
  void name(byte[] written) {
    separate();
    plain(written);
    isFirst = true;
  }

  /// Whatever in it is not printable is replaced.
  void text(String text) {
    separate();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean isPlain = isPlain(utf8);
    byte[] shown = isPlain ? utf8 : Printable.of(text).getBytes(StandardCharsets.UTF_8);
    room(2 * shown.length + 2);
    bytes[used++] = '"';
    if (isPlain) {
      plain(shown);
    } else {
      escape(shown);
    }
    bytes[used++] = '"';
    isFirst = false;
  }

  void number(long number) {
    written(Long.toString(number).getBytes(StandardCharsets.ISO_8859_1));
  }

  void flag(boolean flag) {
    written((flag ? "true" : "false").getBytes(StandardCharsets.ISO_8859_1));
  }

  /// @param value as JSON has it
  void written(byte[] value) {
    separate();
    plain(value);
    isFirst = false;
  }

  /// All of it, as a line.
  byte[] line() {
    room(1);
    bytes[used++] = '\n';
    return Arrays.copyOf(bytes, used);
  }

  private void separate() {
    if (!isFirst) {
      room(1);
      bytes[used++] = ',';
    }
  }

  private void plain(byte[] some) {
    room(some.length);
    System.arraycopy(some, 0, bytes, used, some.length);
    used += some.length;
  }

  private void escape(byte[] utf8) {
    for (byte one : utf8) {
      if (one == '"' || one == '\\') {
        bytes[used++] = '\\';
      }
      bytes[used++] = one;
    }
  }

  private void room(int more) {
    if (used + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + more));
    }
  }

  /// Whether each is printable ASCII that stands for itself.
  private static boolean isPlain(byte[] utf8) {
    int i = 0;
    for (; i + Long.BYTES <= utf8.length; i += Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(utf8, i);
      long notPlain =
          eight
              | eight - EACH * ' ' & ~eight
              | zeroIn(eight ^ EACH * DELETE)
              | zeroIn(eight ^ EACH * '"')
              | zeroIn(eight ^ EACH * '\\');
      if ((notPlain & TOP_OF_EACH) != 0) {
        return false;
      }
    }
    for (; i < utf8.length; i++) {
      byte one = utf8[i];
      if (one < ' ' || one == DELETE || one == '"' || one == '\\') {
        return false;
      }
    }
    return true;
  }

  /// Has the top bit of one of the eight bytes when one is 0, and none else.
  private static long zeroIn(long eight) {
    return eight - EACH & ~eight & TOP_OF_EACH;
  }
}
