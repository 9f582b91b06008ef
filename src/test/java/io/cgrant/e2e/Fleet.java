// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replicas, each with its share of the CPU, behind a Service that knows which of them are ready,
/// and somebody who sends pods.
final class Fleet implements AutoCloseable {

  /// A replica that is to end keeps serving as long as in the chart.
  static final String DRAINING = "-Dquarkus.shutdown.delay=PT10S";

  /// How long it may take is for the bars to say; here, somebody only must not wait for ever.
  private static final Duration LONGEST_START = Duration.ofSeconds(240);

  private final ChartStand stand;
  private final Endpoints endpoints = new Endpoints();
  private final SharingReplicas sharing;
  private final String name;
  private final List<CpuGroup> nodes = new ArrayList<>();
  private final Alternating apiServer = new Alternating(Ports.free());

  Fleet(ChartStand stand, String name) {
    this.stand = stand;
    this.name = name;
    this.sharing = new SharingReplicas(stand, name, endpoints::route);
    apiServer.to(List.of(stand.admin().port()));
    sharing.reach(apiServer.port());
    CpuGroup controlPlane = CpuGroup.controlPlane(name + "-control-plane");
    nodes.add(controlPlane);
    stand.cluster().processes().forEach(controlPlane::take);
  }

  /// Returns at once.
  PackagedCgrant launch(Launch how, String... properties) {
    CpuGroup node = CpuGroup.node(name + "-" + nodes.size());
    nodes.add(node);
    Launch there = how.after(node.entry());
    return sharing.launch(Optional.of(there::words), there.variables(), properties);
  }

  PackagedCgrant launch(String... properties) {
    return launch(Launch.shipped(), properties);
  }

  /// Two, and a pod is granted.
  List<PackagedCgrant> startTwo(String... properties) {
    List<PackagedCgrant> two = List.of(launch(properties), launch(properties));
    awaitServing(2);
    sharing.awaitGrant();
    return two;
  }

  /// @return how long it took
  Duration awaitServing(int replicas) {
    return Wait.upTo(LONGEST_START)
        .until(
            () -> replicas + " replicas serve, not " + endpoints.count(),
            () -> endpoints.count() >= replicas);
  }

  /// As the chart's Deployment does it: a new one first, then the old one is told to end, and is no
  /// endpoint any more.
  PackagedCgrant replace(PackagedCgrant old) {
    int before = endpoints.count();
    PackagedCgrant next = launch(DRAINING);
    awaitServing(before + 1);
    endpoints.leave(old);
    old.close();
    return next;
  }

  Traffic send(int perSecond) {
    return send(Pace.steady(perSecond));
  }

  Traffic send(Pace pace) {
    Api many = Api.as(stand.cluster().kubeconfig(Cluster.User.Admin), HttpClient.Version.HTTP_1_1);
    return new Traffic(many, sharing.world(), endpoints, pace);
  }

  Endpoints endpoints() {
    return endpoints;
  }

  SharingReplicas sharing() {
    return sharing;
  }

  /// How cgrant reaches the API server.
  Alternating apiServer() {
    return apiServer;
  }

  @Override
  public void close() {
    endpoints.close();
    sharing.close();
    nodes.forEach(CpuGroup::close);
    apiServer.close();
  }
}
