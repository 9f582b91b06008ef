// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.policy.Verdict;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Brings what each replica has seen to the one that writes the status of policies.
///
/// Every replica writes its own share, when it has news and at most once in ten seconds; the one
/// that leads reads them all. What a replica knows is written as a whole, and only over what it
/// has read, so a lost race is a reason to read again and no count is lost or counted twice.
public final class Shares implements AutoCloseable {

  private static final long PULSE = Duration.ofSeconds(10).toMillis();
  private static final int MOST_TRIES = 5;
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  private final ShareStore store;
  private final String replica;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final Consumer<Heard> heard;
  private final Seen seen = new Seen();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-shares").factory());
  private long told;
  private final Trouble trouble = new Trouble(Shares.class);

  /// @param namespace cgrant's own
  /// @param identity that no other replica has
  /// @param leads whether this replica reads them all
  /// @param writer hears of them then
  public Shares(
      KubernetesClient client,
      String namespace,
      String identity,
      BooleanSupplier leads,
      InstantSource clock,
      PolicyStatusWriter writer) {
    this(
        new ApiServerShareStore(client, namespace),
        ApiServerShareStore.key(identity),
        leads,
        clock,
        writer::heard);
  }

  Shares(
      ShareStore store,
      String replica,
      BooleanSupplier leads,
      InstantSource clock,
      Consumer<Heard> heard) {
    this.store = store;
    this.replica = replica;
    this.leads = leads;
    this.clock = clock;
    this.heard = heard;
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::tryPass, PULSE, PULSE, TimeUnit.MILLISECONDS);
  }

  /// This replica may lead by now. Returns at once.
  public void look() {
    if (!thread.isShutdown()) {
      thread.execute(this::tryPass);
    }
  }

  /// Returns at once.
  public void granted(Verdict.Granted granted) {
    seen.granted(granted);
  }

  /// Returns at once.
  public void refused(Verdict.Refused refused) {
    seen.refused(refused, clock.instant());
  }

  /// Tells what is not told yet: nobody else knows it. Blocks for two seconds at most: an API
  /// server that hangs holds up nobody who ends.
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    // After a pass at work, which is let end.
    thread.execute(() -> trying(this::tellNews));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_CALL.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void tryPass() {
    trying(this::pass);
  }

  private void trying(Runnable step) {
    try {
      step.run();
      trouble.isOver("what replicas refused and excepted is brought together again");
    } catch (RuntimeException e) {
      trouble.warn(
          "what replicas refused and excepted is not brought together: " + ApiServerWords.of(e));
    }
  }

  void pass() {
    if (leads.getAsBoolean()) {
      Heard all = Heard.of(toldAndKept().shares().values(), clock.instant());
      // Which may have taken a while.
      if (leads.getAsBoolean()) {
        heard.accept(all);
      }
      return;
    }
    tellNews();
  }

  private void tellNews() {
    if (seen.version() != told) {
      toldAndKept();
    }
  }

  private ShareStore.Kept toldAndKept() {
    long version = seen.version();
    ShareStore.Kept kept = store.read();
    for (int i = 0; version != told && i < MOST_TRIES; i++) {
      var now = clock.instant();
      Optional<ShareStore.Kept> written = store.replace(kept.with(replica, seen.share(now), now));
      if (written.isPresent()) {
        told = version;
      }
      kept = written.orElseGet(store::read);
    }
    return kept;
  }
}
