// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Entries;
import io.cgrant.outlet.Backlog;
import io.cgrant.outlet.Drops;
import io.cgrant.outlet.Outlet;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.WorkloadControllers;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

  private static final String CONTROLLER = "replicaset-controller";

  private static final Duration AGE = Duration.ofMillis(3_900);

  private static final WorkloadControllers CONTROLLERS =
      new WorkloadControllers(Set.of(CONTROLLER));

  @Test
  void theAuthorOfTheTemplateIsNamedWhereAControllerCopiedTheRecord() throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var log = patient(sink)) {
      log.accept(Entries.refusedOf(CONTROLLER, "ann"));
      log.accept(Entries.refusedOf("mallory", "ann"));
      log.accept(Entries.refused("head-1"));
    }

    List<String> lines = sink.toString(StandardCharsets.UTF_8).lines().toList();
    JsonNode copied = Lines.parsed(lines.get(0));
    assertEquals(CONTROLLER, copied.get("user").textValue());
    assertEquals("ann", copied.get("author").textValue());
    assertFalse(Lines.parsed(lines.get(1)).has("author"), "anybody can write it");
    assertFalse(Lines.parsed(lines.get(2)).has("author"));
  }

  @Test
  void writesOneLineOfJsonForAPodThatAsked() throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var log = patient(sink)) {
      log.accept(Entries.refused("head-1", "a secret\nvalue", Optional.empty(), true));
      log.accept(Entries.notAsked());
    }

    String text = sink.toString(StandardCharsets.UTF_8);
    assertEquals(1, text.lines().count(), text);
    JsonNode line = Lines.parsed(text);
    assertEquals("2026-11-24T12:00:00.000000Z", line.get("time").textValue());
    assertEquals("Refused", line.get("verdict").textValue());
    assertEquals("ml-prod", line.get("namespace").textValue());
    assertEquals("head-1", line.get("name").textValue());
    assertTrue(line.get("dryRun").booleanValue());
    assertEquals("ray", line.at("/findings/0/policy").textValue());
    assertEquals("LimitMissing", line.at("/findings/0/reason").textValue());
    assertFalse(text.contains("secret"), "the detail quotes the pod and stays out of the log");
  }

  @Test
  void whereNothingIsWrittenLinesAreStillSent() {
    var sink = new ByteArrayOutputStream();
    var drops = new Drops();
    var sent =
        new Backlog<>(
            new Backlog.Terms("sent", 10, 1 << 20, Duration.ofMillis(1), PatientLog.LONG),
            Line::length,
            new LineWriter(sink, CLOCK),
            drops);
    try (var log =
        new DecisionLog(
            Optional.empty(),
            Optional.of(sent),
            TopOwners.nobody(),
            CLOCK,
            CONTROLLERS,
            () -> AGE)) {
      log.accept(Entries.refused("head-1"));
    }
    assertEquals(1, sink.toString(StandardCharsets.UTF_8).lines().count());
    try (var log =
        new DecisionLog(
            Optional.empty(),
            Optional.empty(),
            TopOwners.nobody(),
            CLOCK,
            CONTROLLERS,
            () -> AGE)) {
      log.accept(Entries.refused("head-1"));
      assertEquals(0, log.drops().count(Drops.Cause.QueueFull));
    }
  }

  @Test
  void ofManyFindingsTheFirstAreWrittenAndTheOthersCounted() throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var log = patient(sink)) {
      log.accept(Entries.refusedFor(5_000));
      log.accept(Entries.refusedFor(1));
    }

    List<String> lines = sink.toString(StandardCharsets.UTF_8).lines().toList();
    JsonNode many = Lines.parsed(lines.getFirst());
    assertEquals(200, many.get("findings").size());
    assertEquals(4_800, many.get("more").intValue());
    assertFalse(Lines.parsed(lines.getLast()).has("more"));
  }

  /// Each line is some 200 KB, so fewer than a hundred have room, and those that the writer has
  /// taken from the queue are among them.
  @Test
  void linesOfAnyLengthWaitInABoundedMemoryAlsoWhileTheSinkIsStuck() throws InterruptedException {
    var sink = new Reluctant();
    var log = new DecisionLog(sink, CLOCK, CONTROLLERS, () -> AGE);
    AuditEntry crowded = Entries.refusedFor(200, "p".repeat(1_000));
    log.accept(Entries.refused("head"));
    sink.awaitStuck();
    accept(log, crowded, 200);
    sink.takeOne();
    sink.awaitStuck();
    accept(log, crowded, 200);

    long dropped = log.drops().count(Drops.Cause.QueueFull);
    assertTrue(dropped >= 400 - 100, () -> dropped + " dropped");
    sink.takeAll();
    log.close();
    assertEquals(dropped, log.drops().count(Drops.Cause.QueueFull));
  }

  @Test
  void noTextOfALineIsLong() throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var log = patient(sink)) {
      log.accept(Entries.refusedWithLongTexts("n".repeat(1_000_000)));
      log.accept(Entries.refusedWithLongTexts("n".repeat(1_023) + "\ud83d\ude00"));
      log.accept(Entries.refusedWithLongTexts("n".repeat(1_024)));
    }

    List<String> lines = sink.toString(StandardCharsets.UTF_8).lines().toList();
    List<String> expected =
        List.of("n".repeat(1_024) + "…", "n".repeat(1_023) + "…", "n".repeat(1_024));
    for (int i = 0; i < 3; i++) {
      JsonNode line = Lines.parsed(lines.get(i));
      for (String name : List.of("uid", "subresource", "namespace", "name", "user", "detail")) {
        assertEquals(expected.get(i), line.get(name).textValue(), name);
      }
    }
  }

  /// A sink may be told the namespace of a line, which waits with it.
  @Test
  void whatIsSaidOfALineIsAsShortAndAsSafeAsTheLine() {
    var namespaces = new ConcurrentLinkedQueue<String>();
    var outlet =
        new Outlet<Line>() {
          @Override
          public Settled write(Line line) {
            namespaces.add(line.namespace());
            return new Settled(1, 0);
          }

          @Override
          public Settled flush() {
            return Settled.NONE;
          }

          @Override
          public void close() {}
        };
    var terms = new Backlog.Terms("told", 10, 1 << 20, Duration.ofMillis(1), PatientLog.LONG);
    var told = new Backlog<Line>(terms, Line::length, outlet, new Drops());
    try (var log =
        new DecisionLog(
            Optional.empty(),
            Optional.of(told),
            TopOwners.nobody(),
            CLOCK,
            CONTROLLERS,
            () -> AGE)) {
      log.accept(Entries.refusedIn("n".repeat(1_000_000)));
      log.accept(Entries.refusedIn("a\n\u001b[2J\u202eb"));
    }
    assertEquals(List.of("n".repeat(1_024) + "…", "a??[2J?b"), List.copyOf(namespaces));
  }

  @Test
  void linesLongAndShortComeInTheirOrderAndAllBeforeTheEnd() throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var log = patient(sink)) {
      for (int i = 0; i < 1_000; i++) {
        log.accept(Entries.refused("short-" + i));
        if (i % 50 == 0) {
          log.accept(Entries.refusedFor(200, "long-" + i + "x".repeat(900)));
        }
      }
    }

    List<String> lines = sink.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(1_020, lines.size());
    int at = 0;
    for (int i = 0; i < 1_000; i++) {
      assertEquals("short-" + i, Lines.parsed(lines.get(at++)).at("/name").asText());
      if (i % 50 == 0) {
        String path = Lines.parsed(lines.get(at++)).at("/findings/9/path").asText();
        assertTrue(path.startsWith("long-" + i + "x"), path);
      }
    }
  }

  @Test
  void aLineIsThereWithoutWaitingForOthers() {
    var behind = new ByteArrayOutputStream();
    try (var log =
        new DecisionLog(new BufferedOutputStream(behind), CLOCK, CONTROLLERS, () -> AGE)) {
      log.accept(Entries.refused("head"));
      await().until(() -> behind.toString(StandardCharsets.UTF_8).endsWith("\n"));
    }
  }

  @Test
  void aStuckSinkHoldsNobodyAndWhatIsLostIsCounted() {
    var sink = new Reluctant();
    var log = new DecisionLog(sink, CLOCK, CONTROLLERS, () -> AGE);
    for (int i = 0; i < 10_000; i++) {
      log.accept(Entries.refused("head-" + i));
    }

    assertTrue(log.drops().count(Drops.Cause.QueueFull) > 5_000);
    sink.takeAll();
    log.close();
  }

  @Test
  void whatAStuckSinkTookInTheEndAndWhatWasDroppedIsAllOfIt() throws InterruptedException {
    var sink = new Reluctant();
    var log = patient(sink);
    accept(log, Entries.refused("head"), 10_000);
    sink.awaitStuck();
    sink.takeAll();
    await().until(() -> log.drops().count(Drops.Cause.QueueFull) > 0);
    accept(log, Entries.refused("head"), 100);
    log.close();

    assertEquals(10_100, sink.lines() + log.drops().count(Drops.Cause.QueueFull));
    assertEquals(0, log.drops().count(Drops.Cause.Closed));
  }

  @Test
  void oneStuckSinkHoldsNoOther() {
    var stuck = new Reluctant();
    var drops = new Drops();
    var sent =
        new Backlog<>(
            new Backlog.Terms("stuck", 10, 1 << 20, Duration.ofMillis(1)),
            Line::length,
            new LineWriter(stuck, CLOCK),
            drops);
    var sink = new ByteArrayOutputStream();
    var log =
        new DecisionLog(
            Optional.of(sink),
            Optional.of(sent),
            TopOwners.nobody(),
            CLOCK,
            CONTROLLERS,
            () -> AGE);
    for (int i = 0; i < 1_000; i++) {
      log.accept(Entries.refused("head-" + i));
    }
    await().until(() -> sink.toString(StandardCharsets.UTF_8).lines().count() == 1_000);

    assertEquals(0, log.drops().count(Drops.Cause.QueueFull));
    assertTrue(drops.count(Drops.Cause.QueueFull) > 0);
    long unsent = drops.count(Drops.Cause.QueueFull);
    log.close();
    log.accept(Entries.refused("late"));
    assertTrue(drops.count(Drops.Cause.Closed) > 0, "what waits at the end is counted");
    assertEquals(unsent, drops.count(Drops.Cause.QueueFull));
    assertEquals(1, log.drops().count(Drops.Cause.Closed));
    stuck.takeAll();
  }

  @Test
  void allThatABrokenSinkDoesNotTakeIsCounted() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no room");
          }
        };
    var log = patient(broken);
    for (int i = 0; i < 300; i++) {
      log.accept(Entries.refused("head"));
    }
    log.accept(Entries.refusedFor(200, "p".repeat(1_000)));
    log.close();

    assertEquals(301, log.drops().count(Drops.Cause.Sink));
  }

  /// All lines are written before its end, however busy the machine is.
  private static DecisionLog patient(OutputStream sink) {
    return PatientLog.to(sink, CLOCK, CONTROLLERS, () -> AGE);
  }

  private static void accept(DecisionLog log, AuditEntry entry, int times) {
    for (int i = 0; i < times; i++) {
      log.accept(entry);
    }
  }

  /// Takes what it is given when it is told to.
  private static final class Reluctant extends OutputStream {
    private final Semaphore given = new Semaphore(0);
    private final Semaphore taking = new Semaphore(0);
    private long lines;

    void awaitStuck() throws InterruptedException {
      assertTrue(given.tryAcquire(60, TimeUnit.SECONDS), "nothing is written");
    }

    void takeOne() {
      taking.release();
    }

    void takeAll() {
      taking.release(1_000_000);
    }

    @Override
    public void write(int b) {
      given.release();
      taking.acquireUninterruptibly();
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      write(0);
      for (int i = from; i < from + length; i++) {
        lines += bytes[i] == '\n' ? 1 : 0;
      }
    }

    /// That it took, once its writer has ended.
    long lines() {
      return lines;
    }
  }
}
