// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.leadership;

import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// One replica leads at a time, by a Lease in cgrant's own namespace.
///
/// There is one Lease for all that only one should write. One for each duty would spread work that
/// is hardly any, and cost the API server a write in two seconds for each of them, for ever.
///
/// A Lease has ended when it did not change for as long as it says, by the watch of the one who
/// looks: what time its holder thinks it is does not matter. The holder itself stops earlier, so
/// that two never lead at once as long as both clocks run equally fast.
public final class Leadership implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Leadership.class);

  /// As client-go and the control plane have it.
  static final Duration LASTING = Duration.ofSeconds(15);

  /// Whatever somebody has written into it: none of ours lasts so long, and one that says
  /// sixty years would leave nobody to renew certificates.
  static final Duration LONGEST_BELIEVED = LASTING.multipliedBy(4);

  static final Duration SURE_FOR = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final LeaseStore store;
  private final String identity;
  private final InstantSource stopwatch;
  private final Duration lastCall;
  private final List<Runnable> gained = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-leadership").factory());
  private volatile Instant renewed = Instant.MIN;
  private LeaseStore.Term seen = new LeaseStore.Term("", Duration.ZERO, "");
  private Instant seenSince = Instant.MIN;
  private final Trouble trouble = new Trouble(Leadership.class);

  /// @param name of the Lease
  /// @param identity that no other replica has, nor this one after a restart
  public Leadership(KubernetesClient client, String namespace, String name, String identity) {
    this(
        new ApiServerLeaseStore(client, namespace, name, InstantSource.system()),
        identity,
        // Not the time of day, which somebody may set.
        () -> Instant.ofEpochSecond(0, System.nanoTime()));
  }

  Leadership(LeaseStore store, String identity, InstantSource stopwatch) {
    this(store, identity, stopwatch, PAUSE);
  }

  /// @param lastCall how long the end waits for the Lease to be given back
  Leadership(LeaseStore store, String identity, InstantSource stopwatch, Duration lastCall) {
    this.store = store;
    this.identity = identity;
    this.stopwatch = stopwatch;
    this.lastCall = lastCall;
  }

  /// From now on this is called whenever this replica begins to lead; it must return at once.
  public void whenGained(Runnable listener) {
    gained.add(listener);
  }

  /// Which replica this is, as the Lease names it.
  public String identity() {
    return identity;
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::tryPass, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Whether this replica leads now.
  public boolean leads() {
    Instant since = renewed;
    return !since.equals(Instant.MIN) && stopwatch.instant().isBefore(since.plus(SURE_FOR));
  }

  /// Gives the Lease back, so that nobody has to wait for its end. Blocks for two seconds at most:
  /// an API server that hangs holds up nobody who ends.
  @Override
  public void close() {
    if (thread.isShutdown()) {
      return;
    }
    // A pass at work is let end: one that is cut off may have renewed the Lease all the same, and
    // then what it had read of it before is no longer what must be written over.
    thread.execute(this::giveBack);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(lastCall.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    renewed = Instant.MIN;
  }

  private void giveBack() {
    if (!leads()) {
      return;
    }
    renewed = Instant.MIN;
    try {
      store.write("", LASTING, seen.version());
    } catch (RuntimeException e) {
      LOG.debugf("Lease not given back: %s", e.getMessage());
    }
  }

  private void tryPass() {
    try {
      pass();
      trouble.isOver("it is known again which replica leads");
    } catch (RuntimeException e) {
      trouble.warn("cannot tell which replica leads: " + ApiServerWords.of(e));
    }
  }

  void pass() {
    Instant now = stopwatch.instant();
    Optional<LeaseStore.Term> read = store.read();
    LeaseStore.Term term = read.orElse(new LeaseStore.Term("", Duration.ZERO, ""));
    if (!term.equals(seen)) {
      seen = term;
      // From after the answer: it may have been long on its way, and the Lease renewed meanwhile.
      seenSince = stopwatch.instant();
    }
    boolean isTooLong = term.lasting().compareTo(LONGEST_BELIEVED) > 0;
    Instant end = seenSince.plus(isTooLong ? LONGEST_BELIEVED : term.lasting());
    boolean isFree = term.holder().isEmpty() || !now.isBefore(end);
    if (!term.holder().equals(identity) && !isFree) {
      renewed = Instant.MIN;
      return;
    }
    boolean led = leads();
    Optional<LeaseStore.Term> written = store.write(identity, LASTING, term.version());
    if (written.isEmpty()) {
      renewed = Instant.MIN;
      return;
    }
    seen = written.get();
    seenSince = now;
    // From before it was asked for: the others count from later.
    renewed = now;
    if (!led) {
      LOG.debugf("this replica leads: %s", identity);
      gained.forEach(Runnable::run);
    }
  }
}
