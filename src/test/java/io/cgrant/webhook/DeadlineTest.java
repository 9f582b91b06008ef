// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

  @ParameterizedTest
  @CsvSource({
    "5s, 5",
    "30s, 30",
    "1m0s, 30",
    "10m, 10",
    "-5s, 10",
    "5, 10",
    "'', 10",
    "1h, 10",
    "0s, 0"
  })
  void readsWhatTheApiServerSends(String timeout, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Deadline.of(timeout, 100).left(100));
  }

  @Test
  void isTenSecondsWhenNobodySays() {
    assertEquals(Duration.ofSeconds(10), Deadline.of(null, 7).left(7));
  }

  @Test
  void runsOut() {
    var deadline = Deadline.of("1s", Long.MAX_VALUE);
    long then = Long.MAX_VALUE + Duration.ofMillis(999).toNanos();

    assertFalse(deadline.isOver(then));
    assertEquals(Duration.ofMillis(1), deadline.left(then));
    assertTrue(deadline.isOver(then + 1_000_000));
    assertEquals(Duration.ZERO, deadline.left(then + 2_000_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout=3s          | 3",
        "a=b&timeout=3s&c=d  | 3",
        "timeout=3s&timeout=9s | 3",
        "xtimeout=3s         | 10",
        "timeout=%zz         | 10",
        "%                   | 10",
        "timeout             | 10",
      })
  void isInTheQueryWhateverElseIs(String query, int seconds) {
    assertEquals(Duration.ofSeconds(seconds), Deadline.ofQuery(query, 5).left(5));
  }

  @Test
  void aQueryNeedNotBeThere() {
    assertEquals(Duration.ofSeconds(10), Deadline.ofQuery(null, 5).left(5));
  }
}
