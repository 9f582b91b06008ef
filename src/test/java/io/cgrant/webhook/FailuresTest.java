// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whoever makes cgrant fail a thousand times writes no thousand stack traces.
final class FailuresTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Failures failures = new Failures();

  @Test
  void ofAMinuteTheFirstIsToldInFullAndFiftyByName() {
    long now = Long.MAX_VALUE - MINUTE;
    for (int minute = 0; minute < 3; minute++) {
      long at = now + minute * MINUTE;
      List<Failures.Detail> told =
          IntStream.range(0, 1_000).mapToObj(i -> failures.detail(at + i)).toList();
      assertEquals(Failures.Detail.All, told.getFirst());
      assertEquals(49, count(told, Failures.Detail.Name));
      assertEquals(950, count(told, Failures.Detail.Nothing));
    }
  }

  @Test
  void aSentenceIsOneLineAndNotLongAndTheFirstHasAStackTrace() {
    var told = new Captured();
    Logger log = Logger.getLogger(Failures.class.getName());
    log.addHandler(told);
    for (int i = 0; i < 3; i++) {
      failures.tell("request u\n" + "u".repeat(1_000_000), new IllegalStateException("broken"));
    }
    failures.tell("request x failed", new IllegalStateException("broken"));
    log.removeHandler(told);

    assertEquals(
        List.of(true, false, false, false),
        told.records.stream().map(r -> r.getThrown() != null).toList());
    for (LogRecord each : told.records) {
      assertTrue(each.getMessage().length() <= 1_001);
      assertEquals(1, each.getMessage().lines().count());
    }
    assertEquals(
        "request x failed: java.lang.IllegalStateException: broken",
        told.records.getLast().getMessage());
  }

  @Test
  void aSendersWordsReachNoTerminal() {
    var told = new Captured();
    Logger log = Logger.getLogger(Failures.class.getName());
    log.addHandler(told);
    failures.tell("request \u001b[2J\u202eu\u2028", new IllegalStateException("b\u200en"));
    log.removeHandler(told);

    assertEquals("request ?[2J?u?", told.records.getFirst().getMessage());
    assertEquals(
        "java.lang.IllegalStateException: b?n", told.records.getFirst().getThrown().getMessage());
  }

  private static long count(List<Failures.Detail> told, Failures.Detail one) {
    return told.stream().filter(one::equals).count();
  }

  private static final class Captured extends Handler {
    private final List<LogRecord> records = new ArrayList<>();

    @Override
    public void publish(LogRecord each) {
      records.add(each);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
