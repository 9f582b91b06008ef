// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

final class LineTimeTest {

  @Test
  void isTheInstantToTheMicrosecond() {
    assertWritten("2026-11-29T02:03:04.000000Z", "2026-11-29T02:03:04Z");
    assertWritten("2026-11-29T02:03:04.123456Z", "2026-11-29T02:03:04.123456Z");
    // Cut, not rounded: a line is never of the future.
    assertWritten("2026-11-29T02:03:04.999999Z", "2026-11-29T02:03:04.999999999Z");
  }

  @Test
  void isRightWhicheverWasBefore() {
    Instant first = Instant.parse("2026-12-31T23:59:59.999999Z");
    for (Instant at : new Instant[] {first, first.plusSeconds(1), first, first.minusNanos(7_000)}) {
      assertEquals(at.truncatedTo(ChronoUnit.MICROS), Instant.parse(written(at)));
    }
  }

  private static void assertWritten(String expected, String at) {
    assertEquals(expected, written(Instant.parse(at)));
  }

  private static String written(Instant at) {
    String quoted = new String(LineTime.written(at), StandardCharsets.US_ASCII);
    assertEquals('"', quoted.charAt(0));
    return quoted.substring(1, quoted.length() - 1);
  }
}
