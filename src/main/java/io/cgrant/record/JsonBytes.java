// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.admission.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON on its way into bytes. A general writer asks at each step whether the step is due, which on
/// a line costs more than all else about it. Here the caller keeps the order.
final class JsonBytes {

  /// Most lines are shorter.
  private static final int USUAL_SIZE = 2_560;

  /// A longer one is not worth keeping.
  private static final int MOST_KEPT = 128 << 10;

  /// What a line of this thread was written in before: a new one would have to be cleared first.
  /// Who writes a line has it; who begins one meanwhile has a new one.
  private static final ThreadLocal<byte[]> SPARE = new ThreadLocal<>();

  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final int RADIX = 10;

  private byte[] bytes;
  private int used;

  /// Whether a comma is due before whatever comes next.
  private boolean isFirst = true;

  JsonBytes() {
    byte[] spare = SPARE.get();
    bytes = spare == null ? new byte[USUAL_SIZE] : spare;
    SPARE.set(null);
  }

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
    int length = text.length();
    room(length + 2);
    boolean isCopied = copyPlain(text, length, bytes, used + 1);
    bytes[used++] = '"';
    if (isCopied) {
      used += length;
    } else {
      escape(Printable.of(text).getBytes(StandardCharsets.UTF_8));
    }
    room(1);
    bytes[used++] = '"';
    isFirst = false;
  }

  void number(long number) {
    if (number < 0) {
      written(ascii(Long.toString(number)));
      return;
    }
    separate();
    int digits = 1;
    for (long rest = number / RADIX; rest > 0; rest /= RADIX) {
      digits++;
    }
    room(digits);
    used += digits;
    long rest = number;
    for (int i = 1; i <= digits; i++) {
      bytes[used - i] = (byte) ('0' + rest % RADIX);
      rest /= RADIX;
    }
    isFirst = false;
  }

  void flag(boolean flag) {
    written(flag ? TRUE : FALSE);
  }

  /// @param value as JSON has it
  void written(byte[] value) {
    separate();
    plain(value);
    isFirst = false;
  }

  /// All of it, as a line. Nothing is written after it.
  byte[] line() {
    room(1);
    bytes[used++] = '\n';
    byte[] line = Arrays.copyOf(bytes, used);
    if (bytes.length <= MOST_KEPT) {
      SPARE.set(bytes);
    }
    bytes = line;
    return line;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
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
    room(2 * utf8.length);
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

  /// False where something is not printable ASCII that stands for itself.
  private static boolean copyPlain(String text, int length, byte[] into, int at) {
    for (int i = 0; i < length; i++) {
      char one = text.charAt(i);
      if (one < ' ' || one > '~' || one == '"' || one == '\\') {
        return false;
      }
      into[at + i] = (byte) one;
    }
    return true;
  }
}
