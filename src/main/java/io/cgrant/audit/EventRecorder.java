// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Holding;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.WorkloadControllers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Turns verdicts and news of policies into Kubernetes Events, on a thread of its own. Never makes
/// a verdict wait: what does not fit is dropped and counted.
public final class EventRecorder implements Consumer<AuditEntry>, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EventRecorder.class);
  private static final int LONGEST_QUEUE = 1_000;
  private static final Duration TICK = Duration.ofSeconds(1);

  /// How often the thread looks whether there is something, instead of waiting to be woken: to wake
  /// a thread for each decision costs more than the decision.
  private static final Duration LOOK = Duration.ofMillis(100);
  static final Farewell FAREWELL = new Farewell(Duration.ofSeconds(3), Duration.ofSeconds(1));

  private final EventTally tally = new EventTally();
  private final Arrivals arrivals;
  private final InstantSource clock;
  private final TopOwners owners;
  private final WorkloadControllers controllers;
  private final EventWriter writer;
  private final PolicyEvents policies;
  private final Farewell farewell;
  private final Thread thread;
  private volatile boolean closing;

  /// How long the end waits.
  ///
  /// @param lastCall for what waits to be written
  /// @param lastWord then for what is on its way
  record Farewell(Duration lastCall, Duration lastWord) {}

  /// @param owners who controls what makes pods
  /// @param controllers whose pods are those of the object that they name
  /// @param policies which policies there are
  /// @param instance which replica reports, as `cgrant-7d9f-abcde`; 1 to 128 characters
  public EventRecorder(
      KubernetesClient client,
      TopOwners owners,
      WorkloadControllers controllers,
      PolicySource policies,
      String instance,
      InstantSource clock) {
    this(EventStore.of(client), owners, controllers, policies, instance, clock, FAREWELL);
  }

  EventRecorder(
      EventStore store,
      TopOwners owners,
      WorkloadControllers controllers,
      PolicySource policies,
      String instance,
      InstantSource clock,
      Farewell farewell) {
    this.clock = clock;
    this.farewell = farewell;
    this.owners = owners;
    this.controllers = controllers;
    this.writer = new EventWriter(store, instance, tally, clock.instant());
    this.policies = new PolicyEvents(store, policies, instance, clock.instant());
    this.arrivals = new Arrivals(LONGEST_QUEUE, tally.drops(), policyTally().drops());
    this.thread = Thread.ofPlatform().daemon().name("cgrant-events").start(this::run);
  }

  /// Returns at once. Dry runs and verdicts that are not of record leave no Event.
  @Override
  public void accept(AuditEntry entry) {
    if (entry.isOfRecord() && !entry.ask().dryRun()) {
      offerOfPod(() -> Happening.of(entry, controllers), () -> PolicyNames.of(entry.verdict()));
    }
  }

  /// Returns at once. Of a pod that does not drift there is nothing to say.
  public void tell(Holding holding) {
    if (holding.drift().isPresent()) {
      offerOfPod(() -> Happening.of(holding), () -> PolicyNames.of(holding));
    }
  }

  /// Returns at once.
  public void tell(PolicyNews news) {
    if (closing) {
      drop(Drops.Cause.Closed, List.of());
      return;
    }
    arrivals.add(PolicyHappenings.of(news));
  }

  private void offerOfPod(Supplier<Optional<Happening>> made, Supplier<List<String>> by) {
    if (closing) {
      drop(Drops.Cause.Closed, by.get());
      return;
    }
    if (arrivals.isFullOfPods()) {
      drop(Drops.Cause.QueueFull, by.get());
      return;
    }
    made.get().ifPresent(arrivals::add);
  }

  private void drop(Drops.Cause cause, List<String> policies) {
    tally.drops().add(cause);
    policyTally().drops().add(cause, policies.size());
  }

  /// Of all but the Events that tell on a policy what came of pods by it.
  public EventTally tally() {
    return tally;
  }

  /// Of those: each happening once for each policy that had a part in it.
  public EventTally policyTally() {
    return policies.tally();
  }

  /// How many happenings and repetitions nobody has written, and nobody has dropped either.
  public long waiting() {
    return arrivals.size() + tally.unsaid();
  }

  /// The same of what is to be told on policies, each happening once for each of them.
  public long waitingOnPolicies() {
    return arrivals.sizeOnPolicies() + policyTally().unsaid();
  }

  /// Writes what is waiting, for a few seconds at most. What is on its way then may still arrive:
  /// to be told that it was lost would be wrong mostly, and only who hangs is interrupted.
  @Override
  public void close() {
    long before = unheard();
    closing = true;
    try {
      if (!thread.join(farewell.lastCall())) {
        arrivals.stop();
        if (!thread.join(farewell.lastWord())) {
          thread.interrupt();
          thread.join(farewell.lastWord());
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    arrivals.end();
    // Who asks for the counts finds nobody then.
    long lost = unheard() - before;
    if (lost > 0) {
      LOG.warnf("Events: it ends with %d that nobody took", lost);
    }
  }

  private long unheard() {
    long all = 0;
    for (Drops drops : List.of(tally.drops(), policyTally().drops())) {
      all += drops.count(Drops.Cause.Closed) + drops.count(Drops.Cause.ApiServer);
    }
    return all;
  }

  private void run() {
    Instant nextTick = clock.instant().plus(TICK);
    try {
      while (!arrivals.hasEnded() && !(closing && arrivals.isEmpty())) {
        writeNext();
        if (!clock.instant().isBefore(nextTick)) {
          nextTick = clock.instant().plus(TICK);
          writeDueCounts();
        }
      }
    } catch (InterruptedException e) {
      // What else is written fails at once, and is counted.
      Thread.currentThread().interrupt();
    }
    boolean isLate = arrivals.hasEnded();
    arrivals.end();
    if (isLate) {
      writer.forgetAll();
      policies.forgetAll();
    } else {
      writer.writeAllCounts(clock.instant());
      policies.writeAllCounts(clock.instant());
    }
  }

  /// What goes wrong here waits for the next time, or is counted already.
  private void writeDueCounts() {
    try {
      writer.writeDueCounts(clock.instant());
      policies.writeDueCounts(clock.instant());
    } catch (RuntimeException | Error e) {
      LOG.warn("counts of Events are late", e);
    }
  }

  /// Whatever goes wrong, an Error too: what comes later is told, and nobody else would.
  private void writeNext() throws InterruptedException {
    Optional<Arrivals.Arrival> next = arrivals.next();
    if (next.isEmpty()) {
      Thread.sleep(LOOK);
      return;
    }
    int times = arrivals.count(next.get());
    Happening happening = next.get().happening();
    try {
      if (closing) {
        owners.askNobody();
      }
      Happening raised = happening.raised(owners, clock.instant()).settled();
      writer.write(raised, times, clock.instant());
    } catch (RuntimeException | Error e) {
      tally.drops().add(Drops.Cause.ApiServer, times);
      LOG.warn("an Event was lost", e);
    } finally {
      policies.tell(happening, times, clock.instant());
      arrivals.told(happening, times);
    }
  }
}
