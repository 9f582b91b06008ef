// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WritePaceTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final Instant WRITTEN = Instant.parse("2026-11-30T10:00:00Z");

  private final WritePace pace = new WritePace();

  @ParameterizedTest
  @CsvSource({
    "0, 11",
    "4, 7",
    "11, 0",
    "3600, 0",
    // The clock of the API server is a little ahead, and an hour.
    "-5, 16",
    "-3600, 0",
  })
  void waitsAfterAnothersWrite(long secondsSince, long left) {
    Instant then = WRITTEN.plusSeconds(secondsSince);
    assertEquals(Duration.ofSeconds(left), pace.leftOfFirst("ray", WRITTEN, then, NOW));
  }

  /// Who may update a policy may write any time into it.
  @Test
  void waitsForNobodyTwice() {
    pace.leftOfFirst("ray", WRITTEN, WRITTEN, NOW);
    Instant later = WRITTEN.plusSeconds(11);
    assertEquals(
        Duration.ZERO, pace.leftOfFirst("ray", later.plusSeconds(8), later, NOW.plusSeconds(11)));
  }
}
