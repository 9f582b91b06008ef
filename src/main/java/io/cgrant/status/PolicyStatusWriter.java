// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.audit.PolicyNews;
import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.outlet.Allowance;
import io.cgrant.placement.NodeCount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Tells every policy's author what became of it, in the policy's `status`. Only the replica that
/// leads writes; the others remember, and go on when they lead.
///
/// Compares what should stand there with what does and writes the difference, one after the other
/// on a thread of its own. Only the newest view counts; older ones are forgotten.
public final class PolicyStatusWriter implements Consumer<ClusterView>, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PolicyStatusWriter.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 6;

  /// What has an end changes without any event.
  private static final Duration PULSE = Duration.ofSeconds(60);

  /// Details of a thousand policies may change at once, and are nothing to act on: so many writes
  /// for them at once, and then five in a second.
  static final int MOST_DETAILS = 50;

  private static final Duration DETAILS_REFILL = Duration.ofMillis(200);

  private final StatusStore store;
  private final BooleanSupplier leads;
  private final Consumer<PolicyNews> news;
  private final Set<String> gatedHandlers;
  private final InstantSource clock;
  private final InstantSource stopwatch;
  private final AtomicReference<ClusterView> newest = new AtomicReference<>(ClusterView.UNSYNCED);
  private final NextPass next;
  private final WritePace pace = new WritePace();
  private final Allowance details;
  private volatile Optional<Map<String, Integer>> grants = Optional.empty();
  private volatile Optional<Heard> heard = Optional.empty();
  private volatile Map<String, NodeCount> nodes = Map.of();
  private int failures;

  /// @param leads whether this replica writes
  /// @param news hears what was written for the first time; must return at once
  /// @param clock what is written is of its time
  /// @param stopwatch when something is written again
  public PolicyStatusWriter(
      KubernetesClient client,
      BooleanSupplier leads,
      Consumer<PolicyNews> news,
      Set<String> gatedHandlers,
      InstantSource clock,
      InstantSource stopwatch) {
    this(StatusStore.of(client), leads, news, gatedHandlers, clock, stopwatch);
  }

  PolicyStatusWriter(
      StatusStore store,
      BooleanSupplier leads,
      Consumer<PolicyNews> news,
      Set<String> gatedHandlers,
      InstantSource clock,
      InstantSource stopwatch) {
    this.store = store;
    this.leads = leads;
    this.news = news;
    this.gatedHandlers = Set.copyOf(gatedHandlers);
    this.clock = clock;
    this.stopwatch = stopwatch;
    this.details = new Allowance(MOST_DETAILS, DETAILS_REFILL, stopwatch.instant());
    this.next = new NextPass("cgrant-policy-status", this::pass, stopwatch, PULSE);
  }

  /// Returns at once.
  @Override
  public void accept(ClusterView view) {
    newest.set(view);
    look();
  }

  /// Something may have changed, such as who leads. Returns at once.
  public void look() {
    next.within(Duration.ZERO);
  }

  /// How many pods hold a grant of each policy; of one that is not named, none does. Returns at
  /// once.
  public void counted(Map<String, Integer> granted) {
    Optional<Map<String, Integer>> now = Optional.of(Map.copyOf(granted));
    if (!now.equals(grants)) {
      grants = now;
      look();
    }
  }

  /// How many nodes can run the pods of each RuntimeClass. Returns at once.
  public void countedNodes(Map<String, NodeCount> counts) {
    if (!counts.equals(nodes)) {
      nodes = Map.copyOf(counts);
      look();
    }
  }

  /// What replicas have refused and excepted. Returns at once.
  void heard(Heard all) {
    if (!heard.equals(Optional.of(all))) {
      heard = Optional.of(all);
      look();
    }
  }

  @Override
  public void close() {
    next.close();
  }

  private void pass() {
    if (!leads.getAsBoolean()) {
      // Whoever leads again later must not begin with what was true long ago.
      grants = Optional.empty();
      heard = Optional.empty();
      nodes = Map.of();
      // Nor go by its own last write: another writes meanwhile.
      pace.retain(Set.of());
      return;
    }
    ClusterView view = newest.get();
    Set<String> names = view.known().stream().map(KnownPolicy::name).collect(Collectors.toSet());
    pace.retain(names);
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
    next.within(delay);
  }

  /// One policy that is refused must not hold up the others; an API server that does not answer
  /// must not be asked once for each of them.
  private Optional<RuntimeException> settleAll(ClusterView view) {
    Optional<RuntimeException> refused = Optional.empty();
    List<Due> all;
    try {
      all = inTurn(view);
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
    for (Due due : all) {
      if (!leads.getAsBoolean()) {
        return Optional.empty();
      }
      try {
        settle(due);
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

  /// A status that does not say what it should.
  private record Due(KnownPolicy policy, StatusReport stored, StatusReport wanted) {

    /// Whether there is nothing new in it to act on.
    boolean isDetail() {
      return wanted.saysButForDetails(stored);
    }
  }

  /// Of details, which may not be written all, those come first that were written longest ago: in
  /// the order of policies, the last would wait for ever.
  private List<Due> inTurn(ClusterView view) {
    var urgent = new ArrayList<Due>(0);
    var details = new ArrayList<Due>(0);
    for (KnownPolicy policy : view.known()) {
      due(policy, view).ifPresent(due -> (due.isDetail() ? details : urgent).add(due));
    }
    details.sort(Comparator.comparing(due -> pace.lastWritten(due.policy().name())));
    urgent.addAll(details);
    return urgent;
  }

  private Optional<Due> due(KnownPolicy policy, ClusterView view) {
    StatusReport wanted =
        StatusReport.of(
            policy,
            view.runtimeClasses(),
            gatedHandlers,
            nodes,
            heard.map(Heard::used).orElse(Map.of()),
            Figures.of(policy.name(), grants, heard),
            clock.instant());
    StatusReport stored = StatusReport.stored(policy.status());
    return wanted.says(stored) ? Optional.empty() : Optional.of(new Due(policy, stored, wanted));
  }

  private Duration left(Due due, Instant moment) {
    KnownPolicy policy = due.policy();
    return pace.hasWritten(policy.name())
        ? pace.left(policy.name(), due.wanted(), moment)
        : policy
            .statusWritten()
            .map(at -> pace.leftOfFirst(policy.name(), at, clock.instant(), moment))
            .orElse(Duration.ZERO);
  }

  private void settle(Due due) {
    KnownPolicy policy = due.policy();
    Instant moment = stopwatch.instant();
    Duration left = left(due, moment);
    if (left.isPositive()) {
      next.within(left);
      return;
    }
    if (due.isDetail() && !details.take(moment)) {
      next.within(WritePace.COALESCED);
      return;
    }
    try {
      store.write(policy.name(), due.wanted().toJson(policy.status(), clock.instant()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // Deleted meanwhile: there is nobody left to tell.
      return;
    }
    pace.wrote(policy.name(), due.wanted(), moment);
    Tidings.of(policy, due.stored(), due.wanted()).forEach(news);
  }
}
