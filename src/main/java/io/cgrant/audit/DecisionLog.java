// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.policy.WorkloadControllers;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One line of JSON for each pod that asked, and for what is new about pods that run, written by a
/// thread of its own.
///
/// What comes faster than the sink takes it is dropped and counted: a slow disk or a stuck pipe
/// never holds a verdict.
public final class DecisionLog implements Consumer<AuditEntry>, AutoCloseable {

  private static final int LONGEST_QUEUE = 4_096;
  private static final int MOST_BYTES = 16 << 20;
  private static final int AT_ONCE = 256;
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);

  /// Bytes of all lines that are not written, also of the one that the sink is just given.
  private final AtomicLong waiting = new AtomicLong();

  private final Drops drops = new Drops();
  private final LineWriter writer;
  private final InstantSource clock;
  private final WorkloadControllers controllers;
  private final Supplier<Duration> snapshotAge;
  private final Thread thread;
  private volatile boolean closing;

  /// @param controllers in whose pods the record of an author counts
  /// @param snapshotAge how long ago what decisions rest on was last known to be true; asked for
  /// each line
  public DecisionLog(
      OutputStream sink,
      InstantSource clock,
      WorkloadControllers controllers,
      Supplier<Duration> snapshotAge) {
    this.writer = new LineWriter(sink, drops, clock);
    this.clock = clock;
    this.controllers = controllers;
    this.snapshotAge = snapshotAge;
    this.thread = Thread.ofPlatform().daemon().name("cgrant-decisions").start(this::run);
  }

  /// Returns at once. The line is made here and not later, because bytes are a fraction of what
  /// they are made from, and the queue may hold many.
  @Override
  public void accept(AuditEntry entry) {
    if (!entry.isOfRecord()) {
      return;
    }
    offer(DecisionLine.of(entry, clock.instant(), snapshotAge.get(), controllers));
  }

  /// Returns at once.
  public void tell(Change change, Holding holding) {
    offer(DriftLine.of(change, holding, clock.instant()));
  }

  private void offer(byte[] line) {
    // Before it is in the queue, so that taking it out never comes first.
    boolean hasRoom = waiting.addAndGet(line.length) <= MOST_BYTES;
    if (!hasRoom || !queue.offer(line)) {
      waiting.addAndGet(-line.length);
      drops.add(Drops.Cause.QueueFull);
    }
  }

  public Drops drops() {
    return drops;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(LAST_CALL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks from time to time instead of waiting to be woken: waking a thread for each decision
  /// costs more than the decision.
  private void run() {
    var batch = new ArrayDeque<byte[]>(AT_ONCE);
    while (!closing || !queue.isEmpty()) {
      try {
        if (queue.drainTo(batch, AT_ONCE) == 0) {
          Thread.sleep(TICK);
          continue;
        }
        write(batch);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Room is given back once nobody holds the line any more: of what it has copied, the writer
  /// holds little.
  private void write(Queue<byte[]> batch) {
    for (byte[] line = batch.poll(); line != null; line = batch.poll()) {
      writer.write(line);
      waiting.addAndGet(-line.length);
    }
    if (queue.isEmpty()) {
      writer.flush();
    }
  }
}
