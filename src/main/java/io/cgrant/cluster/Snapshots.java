// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.inquiry.Inquirer;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.Problem;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Snapshots of a cluster, from memory that watches keep up to date.
///
/// Policies and RuntimeClasses are few and are read together by every decision: they form one
/// immutable [ClusterView], replaced as a whole. Namespaces are many, a decision needs one, and
/// their labels bear no relation to the rest that a common moment could keep (each kind has a watch
/// of its own, and the API server gives no order between them). So they stand beside the view in a
/// concurrent map, and an event of one namespace costs one entry, not ten thousand.
public final class Snapshots implements SnapshotSource, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Snapshots.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Events come in bursts, as at `kubectl apply -f folder/`; waiting a little makes one view of
  /// it.
  private static final Duration BURST = Duration.ofMillis(20);

  private static final Duration PULSE = Duration.ofSeconds(5);

  private final Set<String> gatedHandlers;
  private final InstantSource clock;
  private final Inquirer inquirer;
  private final Consumer<ClusterView> listener;
  private final Watches watches;
  private final LiveRead<Map<String, String>> liveNamespaces;
  private final LiveRead<String> liveClasses;
  private final LiveRead<Boolean> guardedNames;
  private final Freshness freshness;
  private final ScheduledExecutorService views = oneThread("cgrant-views");
  private final ScheduledExecutorService pulse = oneThread("cgrant-pulse");
  private final AtomicBoolean viewIsDue = new AtomicBoolean();
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private volatile boolean allRead;
  private volatile Set<String> certainNames = Set.of();
  private volatile ClusterView view = ClusterView.UNSYNCED;
  private volatile ClusterView deciding = ClusterView.UNSYNCED;

  /// @param clock by which exceptions end
  /// @param stopwatch for how long something is kept or believed
  /// @param reader makes a policy of a stored object, or says what is wrong with it
  /// @param listener hears of every new view, on a thread of ours; must return at once
  /// @param names keeps the names of ordinary classes from changing their meaning
  /// @param inquirer answers what is in no view
  public Snapshots(
      KubernetesClient client,
      Set<String> gatedHandlers,
      InstantSource clock,
      InstantSource stopwatch,
      Function<JsonNode, PolicyReading> reader,
      Consumer<ClusterView> listener,
      NameGuard names,
      Inquirer inquirer) {
    this.gatedHandlers = Set.copyOf(gatedHandlers);
    this.clock = clock;
    this.inquirer = inquirer;
    this.listener = listener;
    var trouble =
        new WatchTrouble(client.getConfiguration().getMasterUrl(), stopwatch, s -> LOG.warn(s));
    this.watches =
        new Watches(
            client, (policy, before) -> know(policy, before, reader), this::changed, trouble::tell);
    var reads = new ClusterReads(client);
    this.liveNamespaces = new LiveRead<>(reads::namespaceLabels, stopwatch);
    this.liveClasses = new LiveRead<>(reads::handler, stopwatch);
    this.guardedNames =
        new LiveRead<>(name -> Optional.of(name).filter(names::guards).map(n -> true), stopwatch);
    this.freshness =
        new Freshness(
            stopwatch,
            () -> reads.answers(e -> tellAtTheStart(e, trouble)),
            watches.forFreshness());
  }

  /// The watches take a while to give up for the first time. Later on, one read that fails is a
  /// hiccup.
  private void tellAtTheStart(KubernetesClientException failure, WatchTrouble trouble) {
    if (!view.synced()) {
      trouble.tell(failure);
    }
  }

  /// Begins to watch. Until the first complete view, every snapshot is [Snapshot#UNSYNCED].
  ///
  /// @return done when the first view stands; never fails, because watching is tried for ever
  public CompletableFuture<Void> start() {
    watches
        .start()
        .whenComplete(
            (done, failure) -> {
              allRead = true;
              changed();
            });
    pulse.scheduleWithFixedDelay(
        this::observe, PULSE.toMillis(), PULSE.toMillis(), TimeUnit.MILLISECONDS);
    return synced;
  }

  /// Which RuntimeClasses are known to be ordinary and to stay so. Any other that seems to be is
  /// read live: memory is a little behind, and its name may have got a gated handler meanwhile.
  public void certain(Set<String> names) {
    Set<String> copy = Set.copyOf(names);
    if (!copy.equals(certainNames)) {
      certainNames = copy;
      changed();
    }
  }

  public SnapshotHealth health() {
    Duration age = freshness.age();
    return new SnapshotHealth(view.synced(), age, Freshness.isStale(age));
  }

  @Override
  public Snapshot current(String namespace) {
    ClusterView now = deciding;
    if (!now.synced()) {
      return Snapshot.UNSYNCED;
    }
    Optional<Map<String, String>> labels =
        watches.namespaceLabels().getOrDefault(namespace, Optional.empty());
    if (labels.isEmpty()) {
      labels = liveNamespaces.recent(namespace);
    }
    return new Snapshot(true, now.policies(), now.runtimeClasses(), gatedHandlers, labels)
        .at(clock.instant());
  }

  @Override
  public Snapshot refreshed(Ask ask, Duration bound) {
    Snapshot known = current(ask.subject().namespace());
    if (!known.synced()) {
      return known;
    }
    long end = System.nanoTime() + bound.toNanos();
    Optional<String> missingClass =
        ask.pod().spec().runtimeClassName().filter(c -> !known.runtimeClasses().containsKey(c));
    Map<String, String> classes = known.runtimeClasses();
    if (missingClass.isPresent()) {
      Optional<String> handler = lastingHandler(missingClass.get(), ask.dryRun(), end);
      if (handler.isPresent()) {
        classes = new HashMap<>(classes);
        classes.put(missingClass.get(), handler.get());
      }
    }
    Optional<Map<String, String>> labels = known.namespaceLabels();
    if (labels.isEmpty()) {
      labels = liveNamespaces.within(ask.subject().namespace(), until(end));
    }
    return new Snapshot(true, known.policies(), classes, gatedHandlers, labels).at(known.takenAt());
  }

  /// The handler of a class, and for one that is not gated only if it can get no gated one later:
  /// the pod may wait for a node until then. Guarded first and read afterwards, what is read holds.
  private Optional<String> lastingHandler(String className, boolean dryRun, long end) {
    boolean isGuarded = guardedNames.recent(className).isPresent();
    Optional<String> found = liveClasses.anew(className, until(end));
    if (dryRun || isGuarded || found.filter(h -> !gatedHandlers.contains(h)).isEmpty()) {
      return found;
    }
    return guardedNames.within(className, until(end)).isPresent()
        ? liveClasses.anew(className, until(end))
        : Optional.empty();
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  @Override
  public Snapshot inquired(Ask ask, Snapshot snapshot, Inquiry inquiry, Duration bound) {
    return inquirer
        .ask(ask, inquiry, bound)
        .map(findings -> snapshot.with(snapshot.testimony().with(inquiry, findings)))
        .orElse(snapshot);
  }

  /// Stops watching. Snapshots go on from what was last seen.
  @Override
  public void close() {
    watches.close();
    views.shutdownNow();
    pulse.shutdownNow();
  }

  /// Most events of a policy are our own writes of its status, and those are not read again.
  private static KnownPolicy know(
      GenericKubernetesResource object,
      Optional<KnownPolicy> before,
      Function<JsonNode, PolicyReading> reader) {
    JsonNode json = JSON.valueToTree(object);
    JsonNode metadata = json.path("metadata");
    String name = metadata.path("name").asText();
    String uid = metadata.path("uid").asText();
    long generation = metadata.path("generation").asLong();
    PolicyReading reading =
        before
            .filter(known -> known.isSameWriting(uid, generation))
            .map(KnownPolicy::reading)
            .orElseGet(() -> read(name, generation, json, reader));
    return new KnownPolicy(
        name, uid, generation, reading, json.path("status"), StatusTime.in(metadata));
  }

  /// A policy that our reader stumbles over must not keep the others from being read.
  private static PolicyReading read(
      String name, long generation, JsonNode json, Function<JsonNode, PolicyReading> reader) {
    try {
      return reader.apply(json);
    } catch (RuntimeException e) {
      LOG.errorf(e, "cannot read WritableCgroupPolicy \"%s\"", name);
      var problem = new Problem("spec", "cgrant failed to read it; please report this: " + e);
      return new PolicyReading.Invalid(name, generation, List.of(problem));
    }
  }

  private void changed() {
    if (allRead && !views.isShutdown() && viewIsDue.compareAndSet(false, true)) {
      views.schedule(this::renewView, BURST.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void renewView() {
    viewIsDue.set(false);
    ClusterView next =
        view.next(List.copyOf(watches.policies().values()), watches.runtimeClasses());
    view = next;
    deciding = next.deciding(gatedHandlers, certainNames);
    if (synced.complete(null)) {
      LOG.infof(
          "knows %d policies, %d RuntimeClasses and %d namespaces",
          next.known().size(), next.runtimeClasses().size(), watches.namespaceLabels().size());
    }
    listener.accept(next);
  }

  private void observe() {
    try {
      freshness.observe();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again, and the age would grow for ever.
      LOG.warn("cannot tell how old the view of the cluster is", e);
    }
  }

  private static ScheduledExecutorService oneThread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }
}
