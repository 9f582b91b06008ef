// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Entries;
import io.cgrant.cli.record.DecisionRecord;
import io.cgrant.policy.Worlds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What `cgrant log` makes of the lines that are written.
class LinesReadAgainTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00.123456Z");

  private static DecisionRecord readAgain(AuditEntry entry) {
    byte[] line = DecisionLine.of(entry, NOW, Duration.ZERO, Worlds.CONTROLLERS);
    return DecisionRecord.of(new String(line, StandardCharsets.UTF_8)).orElseThrow();
  }

  @Test
  void aRefusal() {
    DecisionRecord record = readAgain(Entries.refused("head-1"));
    assertEquals(NOW, record.time());
    assertEquals("Refused", record.text("verdict"));
    assertEquals("ml-prod", record.text("namespace"));
    assertEquals("head-1", record.text("name"));
    assertEquals(Set.of("ray"), record.policies());
    assertEquals(Set.of("LimitMissing"), record.reasons());
  }

  @Test
  void whatNobodyCouldDecide() {
    DecisionRecord record = readAgain(Entries.refusedWithLongTexts("short"));
    assertEquals("Undecided", record.text("verdict"));
    assertEquals(Set.of("InternalError"), record.reasons());
    assertEquals("short", record.who());
  }
}
