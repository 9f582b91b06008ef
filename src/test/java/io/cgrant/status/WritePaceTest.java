// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WritePaceTest {

  private static final Instant WRITTEN = Instant.parse("2026-11-30T10:00:00Z");

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
    assertEquals(
        Duration.ofSeconds(left), WritePace.leftAfter(WRITTEN, WRITTEN.plusSeconds(secondsSince)));
  }
}
