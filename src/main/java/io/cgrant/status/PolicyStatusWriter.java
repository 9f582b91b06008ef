// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.policy.Verdict;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Tells every policy's author what became of it, in the policy's `status`.
///
/// Compares what should stand there with what does and writes the difference, one after the other
/// on a thread of its own. Only the newest view counts; older ones are forgotten.
public final class PolicyStatusWriter implements Consumer<ClusterView>, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PolicyStatusWriter.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 6;

  /// How long the same words are not written again. A watch shows our own write only a little
  /// later, and during an upgrade two versions of cgrant may word the same thing differently:
  /// without this they would overwrite each other without end.
  static final Duration PAUSE = Duration.ofSeconds(60);

  private final StatusStore store;
  private final Set<String> gatedHandlers;
  private final InstantSource clock;
  private final InstantSource stopwatch;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-policy-status").factory());
  private final AtomicReference<ClusterView> newest = new AtomicReference<>(ClusterView.UNSYNCED);
  private final AtomicReference<Instant> nextPass = new AtomicReference<>(Instant.MAX);
  private final Map<String, Written> written = new HashMap<>();
  private final ExceptionUses uses = new ExceptionUses();
  private int failures;

  private record Written(StatusReport status, Instant at) {}

  /// @param clock what is written is of its time
  /// @param stopwatch when something is written again
  public PolicyStatusWriter(
      KubernetesClient client,
      Set<String> gatedHandlers,
      InstantSource clock,
      InstantSource stopwatch) {
    this(StatusStore.of(client), gatedHandlers, clock, stopwatch);
  }

  PolicyStatusWriter(
      StatusStore store, Set<String> gatedHandlers, InstantSource clock, InstantSource stopwatch) {
    this.store = store;
    this.gatedHandlers = Set.copyOf(gatedHandlers);
    this.clock = clock;
    this.stopwatch = stopwatch;
    // What has an end changes without any event.
    thread.scheduleWithFixedDelay(
        () -> passWithin(Duration.ZERO), PAUSE.toSeconds(), PAUSE.toSeconds(), TimeUnit.SECONDS);
  }

  /// Returns at once.
  @Override
  public void accept(ClusterView view) {
    newest.set(view);
    passWithin(Duration.ZERO);
  }

  /// Hears of every grant that was given, and returns at once.
  public void granted(Verdict.Granted granted) {
    if (uses.isFirstToday(granted)) {
      passWithin(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// One more pass, unless one is due by then anyway.
  private void passWithin(Duration delay) {
    Instant due = stopwatch.instant().plus(delay);
    Instant planned = nextPass.getAndUpdate(next -> due.isBefore(next) ? due : next);
    if (due.isBefore(planned) && !thread.isShutdown()) {
      thread.schedule(this::pass, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void pass() {
    nextPass.set(Instant.MAX);
    ClusterView view = newest.get();
    Set<String> names = view.known().stream().map(KnownPolicy::name).collect(Collectors.toSet());
    written.keySet().retainAll(names);
    uses.retain(names);
    Optional<RuntimeException> failure = settleAll(view);
    if (failure.isEmpty()) {
      failures = 0;
      return;
    }
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    LOG.warnf(
        "cannot write a policy's status, next try in %d s: %s",
        delay.toSeconds(), failure.get().getMessage());
    passWithin(delay);
  }

  /// One policy that is refused must not hold up the others; an API server that does not answer
  /// must not be asked once for each of them.
  private Optional<RuntimeException> settleAll(ClusterView view) {
    Optional<RuntimeException> refused = Optional.empty();
    for (KnownPolicy policy : view.known()) {
      try {
        settle(policy, view);
      } catch (KubernetesClientException e) {
        refused = Optional.of(e);
        if (e.getCode() < 400 || e.getCode() >= 429) {
          return refused;
        }
      } catch (RuntimeException e) {
        return Optional.of(e);
      }
    }
    return refused;
  }

  private void settle(KnownPolicy policy, ClusterView view) {
    Instant now = clock.instant();
    StatusReport wanted = StatusReport.of(policy, view.runtimeClasses(), gatedHandlers, uses, now);
    if (wanted.says(StatusReport.stored(policy.status()))) {
      return;
    }
    Instant moment = stopwatch.instant();
    Written last = written.get(policy.name());
    if (last != null && last.status().says(wanted) && moment.isBefore(last.at().plus(PAUSE))) {
      passWithin(Duration.between(moment, last.at().plus(PAUSE)));
      return;
    }
    try {
      store.write(policy.name(), wanted.toJson(policy.status(), now));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // Deleted meanwhile: there is nobody left to tell.
      return;
    }
    written.put(policy.name(), new Written(wanted, moment));
  }
}
