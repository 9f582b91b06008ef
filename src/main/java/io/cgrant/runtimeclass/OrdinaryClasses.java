// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.NameGuard;
import io.cgrant.registration.Guards;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Finds the RuntimeClasses whose handler is not gated and has the API server send no pods that
/// name them, so that pods of gVisor or Kata never depend on cgrant.
///
/// The order of the steps leaves no moment in which a name stands for a gated handler and its pods
/// are not sent:
/// 1. The name is guarded: no class with a gated handler can be created under it. A pod that names
///    it earlier has it guarded before it passes.
/// 2. Time passes, until every API server has heard of that and every request that was under way
///    before is over.
/// 3. The class is read once more. If its handler is still ordinary, it stays so from now on.
/// 4. Only then are pods that name it no longer sent.
///
/// No step undoes the first: pods that name a class that is gone may still wait to run. Replicas
/// need not agree on who does this: each step is safe whoever else does what, and done twice it
/// changes nothing.
public final class OrdinaryClasses implements Consumer<ClusterView>, NameGuard, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(OrdinaryClasses.class);
  private static final long PULSE = Duration.ofSeconds(5).toMillis();

  /// A match condition is evaluated for every pod; names beyond are sent like unknown ones.
  static final int MOST_LISTED = 200;

  /// What a Secret holds with room to spare.
  static final int MOST_GUARDED = 2_000;

  private final OrdinaryClassStore store;
  private final Set<String> gatedHandlers;
  private final Duration settling;
  private final InstantSource stopwatch;
  private final Consumer<Set<String>> certain;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-ordinary-classes").factory());
  private final AtomicReference<ClusterView> newest = new AtomicReference<>(ClusterView.UNSYNCED);
  private final Map<String, Instant> guardedSince = new HashMap<>();
  private Set<String> settled = Set.of();
  private final Trouble trouble = new Trouble(OrdinaryClasses.class);
  private volatile int unguarded;

  /// @param namespace of the Secret with the guarded names
  /// @param settling how long step 2 takes
  /// @param stopwatch not the time of day, which somebody may set
  /// @param certain hears of the names that cannot change their meaning
  public OrdinaryClasses(
      KubernetesClient client,
      String namespace,
      Set<String> gatedHandlers,
      Duration settling,
      InstantSource stopwatch,
      Consumer<Set<String>> certain) {
    this(new ApiServerClassStore(client, namespace), gatedHandlers, settling, stopwatch, certain);
  }

  OrdinaryClasses(
      OrdinaryClassStore store,
      Set<String> gatedHandlers,
      Duration settling,
      InstantSource stopwatch,
      Consumer<Set<String>> certain) {
    this.store = store;
    this.gatedHandlers = Set.copyOf(gatedHandlers);
    this.settling = settling;
    this.stopwatch = stopwatch;
    this.certain = certain;
  }

  public void start() {
    long pause = Math.clamp(settling.toMillis(), 1, PULSE);
    thread.scheduleWithFixedDelay(this::tryPass, 0, pause, TimeUnit.MILLISECONDS);
  }

  /// Returns at once.
  @Override
  public void accept(ClusterView view) {
    if (see(view) && !thread.isShutdown()) {
      thread.execute(this::tryPass);
    }
  }

  /// Where there is no guard there is nothing to wait for.
  @Override
  public boolean guards(String className) {
    Optional<Set<String>> guarded = store.guarded();
    if (guarded.isEmpty() || guarded.get().contains(className)) {
      return true;
    }
    if (guarded.get().size() >= MOST_GUARDED) {
      return false;
    }
    store.guard(Set.of(className));
    return true;
  }

  /// Whether that was news.
  boolean see(ClusterView view) {
    ClusterView before = newest.getAndSet(view);
    return !before.synced() || !before.runtimeClasses().equals(view.runtimeClasses());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void tryPass() {
    try {
      pass();
      trouble.isOver("pods of ordinary RuntimeClasses are told apart again");
    } catch (RuntimeException e) {
      // What was certain stays so: nothing takes a name from the guard.
      trouble.warn("pods of other RuntimeClasses may be sent needlessly: " + ApiServerWords.of(e));
    }
  }

  void pass() {
    ClusterView view = newest.get();
    if (!view.synced()) {
      return;
    }
    Set<String> ordinary = ordinary(view.runtimeClasses());
    Optional<Set<String>> guarded = store.guarded();
    Set<String> next = settledAmong(ordinary, guarded.orElse(Set.of()));
    guarded.ifPresent(names -> guardMissing(ordinary, names));
    if (!next.equals(settled)) {
      LOG.infof(
          "pods of %d RuntimeClasses are not sent: they are ordinary and stay so", next.size());
      LOG.debugf("they are %s", next);
    }
    settled = next;
    certain.accept(next);
    store.list(next);
  }

  private Set<String> ordinary(Map<String, String> handlers) {
    var names = new TreeSet<String>();
    handlers.forEach(
        (name, handler) -> {
          if (!gatedHandlers.contains(handler)) {
            names.add(name);
          }
        });
    return names;
  }

  /// Until they are read back, these count as new: nobody knows for how long they were missing.
  private void guardMissing(Set<String> ordinary, Set<String> guarded) {
    var missing = new TreeSet<>(ordinary);
    missing.removeAll(guarded);
    int tooMany =
        Math.clamp(missing.size() - (long) MOST_GUARDED + guarded.size(), 0, missing.size());
    for (int i = 0; i < tooMany; i++) {
      missing.pollLast();
    }
    tell(tooMany);
    if (!missing.isEmpty()) {
      store.guard(missing);
    }
  }

  private void tell(int tooMany) {
    if (tooMany > 0 && unguarded == 0) {
      LOG.errorf(
          "pods of %d ordinary RuntimeClasses are refused: the names of %d are guarded, and no more"
              + " can be; take names that nobody uses out of Secret %s",
          tooMany, MOST_GUARDED, Guards.ORDINARY_CLASSES);
    }
    unguarded = tooMany;
  }

  /// The ordinary classes whose pods are refused, as their names are too many to be guarded.
  public int unguarded() {
    return unguarded;
  }

  private Set<String> settledAmong(Set<String> ordinary, Set<String> guarded) {
    // After they were read: a name counts from when it was known to be guarded.
    Instant now = stopwatch.instant();
    guardedSince.keySet().retainAll(guarded);
    guarded.forEach(name -> guardedSince.putIfAbsent(name, now));
    Set<String> listed = guarded.isEmpty() ? Set.of() : store.listed();
    var found = new HashSet<String>();
    for (String name : ordinary) {
      if (found.size() < MOST_LISTED && guarded.contains(name) && isCertain(name, listed, now)) {
        found.add(name);
      }
    }
    return found;
  }

  /// What is listed has gone through the same steps here, in another replica or before a restart.
  private boolean isCertain(String name, Set<String> listed, Instant now) {
    boolean isOld = !guardedSince.get(name).plus(settling).isAfter(now);
    return settled.contains(name)
        || (isOld || listed.contains(name))
            && store.handler(name).filter(h -> !gatedHandlers.contains(h)).isPresent();
  }
}
