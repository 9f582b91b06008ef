// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.EventRecorder;
import io.cgrant.audit.EventTally;
import io.cgrant.audit.PolicyNews;
import io.cgrant.cluster.SnapshotHealth;
import io.cgrant.cluster.Snapshots;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.inquiry.ApiServerInquirer;
import io.cgrant.leadership.Leadership;
import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.ControllerReads;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.reading.PolicyReader;
import io.cgrant.runtimeclass.OrdinaryClasses;
import io.cgrant.sweep.ClusterToday;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// A cluster: watched for policies, told what became of them, and given Events.
final class ClusterBackend implements Backend {

  private final Leadership leadership;
  private final Snapshots snapshots;
  private final PolicyFeedback feedback;
  private final OrdinaryClasses ordinaryClasses;
  private final TopOwners owners;
  private final Optional<EventRecorder> events;
  private final ClusterToday today;
  private final LookingBack lookingBack;

  /// @param instance which replica this is
  /// @param leadership of the replica that writes
  ClusterBackend(
      KubernetesClient client,
      Configuration configuration,
      String instance,
      Leadership leadership,
      InstantSource clock,
      ExpressionCompiler compiler) {
    Set<String> gatedHandlers = GatedHandlers.of(configuration.gatedHandlers()).names();
    String namespace = configuration.ordinaryClasses().namespace();
    this.leadership = leadership;
    owners = new TopOwners(new ControllerReads(client)::above, clock.instant());
    var controllers = new WorkloadControllers(configuration.workloadControllers());
    events =
        configuration.events()
            ? Optional.of(
                new EventRecorder(client, owners, controllers, this::uid, instance, clock))
            : Optional.empty();
    feedback = new PolicyFeedback(client, configuration, leadership, this::tell, clock);
    ordinaryClasses =
        new OrdinaryClasses(
            client,
            namespace,
            gatedHandlers,
            configuration.ordinaryClasses().settling(),
            Stopwatch.RUNNING,
            this::knowCertain);
    today = new ClusterToday(client, this::known);
    snapshots =
        new Snapshots(
            client,
            gatedHandlers,
            clock,
            Stopwatch.RUNNING,
            object -> PolicyReader.read(object, compiler),
            feedback.andThen(ordinaryClasses).andThen(today),
            ordinaryClasses,
            new ApiServerInquirer(client, namespace, clock, Stopwatch.RUNNING, controllers));
    lookingBack = new LookingBack(client, configuration, leadership, clock, today, this::tell);
    start();
  }

  private void start() {
    snapshots.start();
    ordinaryClasses.start();
    feedback.start();
  }

  private void knowCertain(Set<String> names) {
    snapshots.certain(names);
  }

  private Snapshot known(String namespace) {
    return snapshots.current(namespace);
  }

  private Optional<String> uid(String policy) {
    return today.uid(policy);
  }

  private void tell(PolicyNews news) {
    events.ifPresent(recorder -> recorder.tell(news));
  }

  private void tell(Holding holding) {
    events.ifPresent(recorder -> recorder.tell(holding));
  }

  @Override
  public void lookBack(BiConsumer<Change, Holding> drift) {
    lookingBack.start(drift);
  }

  @Override
  public SnapshotSource snapshots() {
    return snapshots;
  }

  @Override
  public void record(AuditEntry entry) {
    events.ifPresent(recorder -> recorder.accept(entry));
    if (entry.isOfRecord() && !entry.ask().dryRun()) {
      feedback.record(entry.verdict());
    }
  }

  @Override
  public TopOwners owners() {
    return owners;
  }

  @Override
  public State state() {
    SnapshotHealth health = snapshots.health();
    return new State(
        health.synced(), health.age(), health.problem().map(List::of).orElse(List.of()));
  }

  @Override
  public Optional<ClusterToday> today() {
    return Optional.of(today);
  }

  @Override
  public void measure(Meters meters) {
    events.ifPresent(recorder -> measure(meters, recorder));
    meters.gauge(Metric.Leader, leadership, l -> l.leads() ? 1 : 0);
    meters.gauge(Metric.UnguardedRuntimeClasses, ordinaryClasses, OrdinaryClasses::unguarded);
    lookingBack.measure(meters);
  }

  private static void measure(Meters meters, EventRecorder events) {
    EventTally tally = events.tally();
    EventTally ofPolicies = events.policyTally();
    for (Drops.Cause cause : Drops.Cause.values()) {
      meters.counted(Metric.EventsDropped, tally.drops(), d -> d.count(cause), cause);
      meters.counted(Metric.PolicyEventsDropped, ofPolicies.drops(), d -> d.count(cause), cause);
    }
    for (EventTally.Outcome outcome : EventTally.Outcome.values()) {
      meters.counted(Metric.PolicyEvents, ofPolicies, t -> t.count(outcome), outcome);
    }
    meters.counted(Metric.EventsWritten, tally, EventTally::written);
    meters.counted(Metric.EventsMerged, tally, EventTally::merged);
    meters.gauge(Metric.EventsWaiting, events, EventRecorder::waiting);
    meters.gauge(Metric.PolicyEventsWaiting, events, EventRecorder::waitingOnPolicies);
  }

  @Override
  public void close() {
    lookingBack.close();
    events.ifPresent(EventRecorder::close);
    ordinaryClasses.close();
    snapshots.close();
    feedback.close();
  }
}
