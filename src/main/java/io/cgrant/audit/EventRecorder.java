// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Holding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Turns verdicts and news of policies into Kubernetes Events, on a thread of its own. Never makes
/// a verdict wait: what does not fit is dropped and counted.
public final class EventRecorder implements Consumer<AuditEntry>, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EventRecorder.class);
  private static final int LONGEST_QUEUE = 1_000;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LAST_CALL = Duration.ofSeconds(3);

  private final BlockingQueue<Happening> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
  private final Drops drops = new Drops();
  private final InstantSource clock;
  private final EventWriter writer;
  private final Thread thread;
  private volatile boolean closing;

  /// @param instance which replica reports, as `cgrant-7d9f-abcde`; 1 to 128 characters
  public EventRecorder(KubernetesClient client, String instance, InstantSource clock) {
    this(EventStore.of(client), instance, clock);
  }

  EventRecorder(EventStore store, String instance, InstantSource clock) {
    this.clock = clock;
    this.writer = new EventWriter(store, instance, drops, clock.instant());
    this.thread = Thread.ofPlatform().daemon().name("cgrant-events").start(this::run);
  }

  /// Returns at once. Dry runs and verdicts that are not of record leave no Event. The sentence is
  /// made here and not later, because it is a fraction of what it is made from.
  @Override
  public void accept(AuditEntry entry) {
    if (entry.isOfRecord() && !entry.ask().dryRun()) {
      offer(() -> Happening.of(entry));
    }
  }

  /// Returns at once. Of a pod that does not drift there is nothing to say.
  public void tell(Holding holding) {
    offer(() -> Happening.of(holding));
  }

  /// Returns at once.
  public void tell(PolicyNews news) {
    offer(() -> Optional.of(Happening.of(news)));
  }

  private void offer(Supplier<Optional<Happening>> made) {
    if (closing) {
      drops.add(Drops.Cause.Closed);
      return;
    }
    // Looked at first: when they come too fast is no time to make sentences for nobody.
    boolean isFull = queue.remainingCapacity() == 0;
    if (isFull || !made.get().map(queue::offer).orElse(true)) {
      drops.add(Drops.Cause.QueueFull);
    }
  }

  public Drops drops() {
    return drops;
  }

  /// Writes what is waiting, for a few seconds at most.
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(LAST_CALL)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    drops.add(Drops.Cause.Closed, queue.size());
    queue.clear();
  }

  private void run() {
    Instant nextTick = clock.instant().plus(TICK);
    while (!closing || !queue.isEmpty()) {
      try {
        Optional.ofNullable(queue.poll(100, TimeUnit.MILLISECONDS))
            .ifPresent(happening -> writer.write(happening, clock.instant()));
        if (!clock.instant().isBefore(nextTick)) {
          nextTick = clock.instant().plus(TICK);
          writer.writeDueCounts(clock.instant());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        drops.add(Drops.Cause.ApiServer);
        LOG.warn("an Event was lost", e);
      }
    }
    writer.writeAllCounts(clock.instant());
  }
}
