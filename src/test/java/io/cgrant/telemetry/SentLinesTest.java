// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Drifting;
import io.cgrant.audit.Entries;
import io.cgrant.drift.Cause;
import io.cgrant.drift.Change;
import io.cgrant.outlet.Backlog;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.record.DecisionLog;
import io.cgrant.record.Line;
import io.cgrant.trouble.Soon;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SentLinesTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.512Z");
  private static final Collector.Sender SENDER = new Collector.Sender("1.2.3", "cgrant-7d9f-abcde");

  private final Drops drops = new Drops();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void eachLineIsTheBodyOfARecord() {
    try (var receiver = new Receiver()) {
      try (DecisionLog log = log(receiver.url(), Optional.empty())) {
        log.accept(Entries.refused("head-1"));
        log.accept(decided(new Verdict.Granted(Worlds.policy("ray"), List.of())));
        log.accept(decided(new Verdict.Undecided(Verdict.Cause.NotSynced, "not yet read")));
        log.accept(Entries.notAsked());
        awaitWritten(3);
      }
      List<LogRecord> records = receiver.logs();
      assertEquals(
          written.toString(StandardCharsets.UTF_8).lines().toList(),
          records.stream().map(r -> r.getBody().getStringValue()).toList());
      assertEquals(
          List.of(
              SeverityNumber.SEVERITY_NUMBER_WARN,
              SeverityNumber.SEVERITY_NUMBER_INFO,
              SeverityNumber.SEVERITY_NUMBER_ERROR),
          records.stream().map(LogRecord::getSeverityNumber).toList());
      LogRecord granted = records.get(1);
      assertEquals("cgrant.decision", granted.getEventName());
      assertEquals(TimeUnit.MILLISECONDS.toNanos(NOW.toEpochMilli()), granted.getTimeUnixNano());
      assertEquals(
          Map.of(
              "cgrant.policy", "ray", "cgrant.verdict", "Granted", "k8s.namespace.name", "ml-prod"),
          Receiver.attributes(granted.getAttributesList()));
      assertEquals(
          List.of(
              Map.of(
                  "service.instance.id",
                  "cgrant-7d9f-abcde",
                  "service.name",
                  "cgrant",
                  "service.version",
                  "1.2.3")),
          receiver.resources());
    }
    assertEquals(0, lost());
  }

  @Test
  void whatIsNewAboutPodsThatRunIsSentToo() {
    try (var receiver = new Receiver()) {
      try (DecisionLog log = log(receiver.url(), Optional.empty())) {
        log.tell(Change.Drifted, Drifting.by(Cause.PolicyChanged, "granted by ray@3"));
        log.tell(Change.Settled, Drifting.settled());
        awaitWritten(2);
      }
      List<LogRecord> records = receiver.logs();
      assertEquals(
          written.toString(StandardCharsets.UTF_8).lines().toList(),
          records.stream().map(r -> r.getBody().getStringValue()).toList());
      LogRecord drifted = records.getFirst();
      assertEquals("cgrant.drift", drifted.getEventName());
      assertEquals(SeverityNumber.SEVERITY_NUMBER_WARN, drifted.getSeverityNumber());
      assertEquals(
          Map.of(
              "cgrant.change", "Drifted",
              "cgrant.verdict", "Refused",
              "k8s.namespace.name", "ml-prod"),
          Receiver.attributes(drifted.getAttributesList()));
      assertEquals(
          SeverityNumber.SEVERITY_NUMBER_INFO, records.getLast().getSeverityNumber(), "settled");
    }
    assertEquals(0, lost());
  }

  @Test
  void manyComeInTheirOrderAndNoneTwice() {
    try (var receiver = new Receiver()) {
      try (DecisionLog log = log(receiver.url(), Optional.empty())) {
        for (int i = 0; i < 3_000; i++) {
          log.accept(Entries.refused("head-" + i));
        }
        awaitWritten(3_000);
      }
      assertEquals(
          written.toString(StandardCharsets.UTF_8).lines().toList(),
          receiver.logs().stream().map(r -> r.getBody().getStringValue()).toList());
    }
    assertEquals(0, lost());
  }

  @Test
  void whatIsRefusedIsCountedOnce() {
    try (var receiver = new Receiver()) {
      receiver.answer(503);
      try (DecisionLog log = log(receiver.url(), Optional.empty())) {
        log.accept(Entries.refused("head-1"));
        log.accept(Entries.refused("head-2"));
        await().until(() -> drops.count(Drops.Cause.Sink) == 2);
        receiver.answer(200);
        log.accept(Entries.refused("head-3"));
        awaitWritten(3);
      }
      assertEquals(1, receiver.logs().size());
    }
    assertEquals(2, lost());
    assertEquals(3, written.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void whereNobodyListensAllIsCounted() {
    try (DecisionLog log = log(URI.create("http://127.0.0.1:1"), Optional.empty())) {
      log.accept(Entries.refused("head-1"));
      await().until(() -> drops.count(Drops.Cause.Sink) == 1);
    }
    assertEquals(1, lost());
  }

  /// The API server's patience is ten seconds; that of whoever reads the log is longer.
  @Test
  void aReceiverThatHangsHoldsNobodyAndEachLineIsSentOrCounted() {
    int sent = 10_000;
    try (var receiver = new Receiver()) {
      receiver.hang();
      DecisionLog log =
          log(SentLines.to(collector(receiver.url(), Optional.empty()), drops, TopOwners.nobody()));
      Soon.within(
          Duration.ofSeconds(30),
          () -> {
            for (int i = 0; i < sent; i++) {
              log.accept(Entries.refused("head-" + i));
            }
            assertTrue(drops.count(Drops.Cause.QueueFull) > 0, "the queue has a bound");
            await()
                .until(
                    () -> written.size() > 0 && drops.count(Drops.Cause.QueueFull) > sent - 5_000);
            log.close();
          });
      // Those that are on their way at the end.
      await().until(() -> lost() == sent);
      assertEquals(List.of(), receiver.logs());
    }
  }

  @Test
  void headersAreReadAgainAndOneThatIsGoneStays() throws IOException {
    Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer a\n\n");
    try (var receiver = new Receiver()) {
      try (DecisionLog log = log(receiver.url(), Optional.of(new Headers(file)))) {
        send(log, receiver, 1);
        Files.writeString(file, "authorization: Bearer b");
        send(log, receiver, 2);
        Files.delete(file);
        send(log, receiver, 3);
      }
      assertEquals(List.of("Bearer a", "Bearer b", "Bearer b"), receiver.authorizations());
    }
  }

  private static void send(DecisionLog log, Receiver receiver, int number) {
    log.accept(Entries.refused("head"));
    await().until(() -> receiver.logs().size() == number);
  }

  private long lost() {
    long lost = 0;
    for (Drops.Cause cause : Drops.Cause.values()) {
      lost += drops.count(cause);
    }
    return lost;
  }

  /// What is sent has all the time it takes at the end, however busy the machine is.
  private DecisionLog log(URI url, Optional<Headers> headers) {
    var terms =
        new Backlog.Terms("sent", 4_096, 8 << 20, Duration.ofMillis(200), Duration.ofMinutes(1));
    return log(SentLines.to(collector(url, headers), drops, TopOwners.nobody(), terms));
  }

  private static Collector collector(URI url, Optional<Headers> headers) {
    return new Collector(url, headers, Optional.empty(), SENDER);
  }

  private void awaitWritten(int lines) {
    await().until(() -> written.toString(StandardCharsets.UTF_8).lines().count() == lines);
  }

  private DecisionLog log(Backlog<Line> sent) {
    return new DecisionLog(
        Optional.of(written),
        Optional.of(sent),
        TopOwners.nobody(),
        InstantSource.fixed(NOW),
        Worlds.CONTROLLERS,
        () -> Duration.ZERO);
  }

  private static AuditEntry decided(Verdict verdict) {
    return new AuditEntry(Asks.validate(Pods.granted().view()), verdict);
  }
}
