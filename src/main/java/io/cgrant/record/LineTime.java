// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// When a line was made, as RFC 3339 has it, to the microsecond. What is before the fraction is
/// kept for the next line: to write a date costs as much as half the fields.
final class LineTime {

  private static final int MICROS = 6;

  private static volatile Second last = Second.of(0);

  private LineTime() {}

  /// @param written in quotes, with zeros where the fraction comes
  private record Second(long sinceEpoch, byte[] written) {

    static Second of(long sinceEpoch) {
      String whole = Instant.ofEpochSecond(sinceEpoch).toString();
      String text = '"' + whole.substring(0, whole.length() - 1) + ".000000Z\"";
      return new Second(sinceEpoch, text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /// @return in quotes
  static byte[] written(Instant at) {
    Second second = last;
    if (second.sinceEpoch() != at.getEpochSecond()) {
      second = Second.of(at.getEpochSecond());
      last = second;
    }
    byte[] written = second.written().clone();
    int micros = at.getNano() / 1_000;
    int lastDigit = written.length - "Z\"".length() - 1;
    for (int i = 0; i < MICROS; i++) {
      written[lastDigit - i] = (byte) ('0' + micros % 10);
      micros /= 10;
    }
    return written;
  }
}
