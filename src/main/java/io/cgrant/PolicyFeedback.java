// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.audit.PolicyNews;
import io.cgrant.cluster.ClusterView;
import io.cgrant.inquiry.GrantCensus;
import io.cgrant.leadership.Leadership;
import io.cgrant.node.NodeCensus;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Verdict;
import io.cgrant.status.PolicyStatusWriter;
import io.cgrant.status.Shares;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Tells whoever wrote a policy what became of it, and counts what it tells. Only the replica that
/// leads counts and writes.
final class PolicyFeedback implements Consumer<ClusterView>, AutoCloseable {

  private final Leadership leadership;
  private final PolicyStatusWriter statuses;
  private final Shares shares;
  private final GrantCensus grants;
  private final NodeCensus nodes;
  private volatile boolean hasPolicies;

  PolicyFeedback(
      KubernetesClient client,
      Configuration configuration,
      Leadership leadership,
      Consumer<PolicyNews> news,
      InstantSource clock) {
    this.leadership = leadership;
    statuses =
        new PolicyStatusWriter(
            client,
            leadership::leads,
            news,
            GatedHandlers.of(configuration.gatedHandlers()).names(),
            clock,
            Stopwatch.RUNNING);
    String namespace = configuration.ordinaryClasses().namespace();
    shares =
        new Shares(client, namespace, leadership.identity(), leadership::leads, clock, statuses);
    grants = new GrantCensus(client, this::counts, Stopwatch.RUNNING, statuses::counted);
    nodes =
        new NodeCensus(
            client,
            this::counts,
            configuration.nodes().period(),
            Stopwatch.RUNNING,
            statuses::countedNodes);
  }

  void start() {
    leadership.whenGained(statuses::look);
    leadership.whenGained(shares::look);
    shares.start();
    grants.start();
    nodes.start();
  }

  /// Returns at once.
  @Override
  public void accept(ClusterView view) {
    hasPolicies = !view.policies().ordered().isEmpty();
    statuses.accept(view);
    nodes.see(view.runtimeClasses());
  }

  /// Returns at once.
  ///
  /// @param verdict of a pod that is stored by it, or is not
  void record(Verdict verdict) {
    switch (verdict) {
      case Verdict.Granted granted -> {
        shares.granted(granted);
        grants.granted();
      }
      case Verdict.Refused refused -> shares.refused(refused);
      case Verdict.NotAsked untouched -> {}
      case Verdict.Undecided nobody -> {}
    }
  }

  @Override
  public void close() {
    nodes.close();
    grants.close();
    shares.close();
    statuses.close();
  }

  /// Without a policy there is nothing to tell, and nobody to tell it to.
  private boolean counts() {
    return leadership.leads() && hasPolicies;
  }
}
