// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// A cgrant that serves a cluster.
final class CgrantProcess implements AutoCloseable {

  private static final Duration SETTLED = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(150);

  private final Cluster cluster;
  private final PackagedCgrant packaged;

  CgrantProcess(Path folder, Cluster cluster, int port) {
    this.cluster = cluster;
    this.packaged =
        new PackagedCgrant(
            folder, URI.create("https://" + cluster.hostOfThisMachine() + ":" + port));
  }

  /// Returns once it is ready.
  ///
  /// @param more properties, as `-Dcgrant.drift.period=1s`
  void start(String... more) {
    packaged.start(properties(more), environment());
  }

  /// As the chart's container starts it. Returns once it is ready.
  void start(Launch how) {
    packaged.start(how::words, properties(), environment());
  }

  private Map<String, String> environment() {
    Path kubeconfig = cluster.kubeconfig(Cluster.User.Cgrant).toAbsolutePath();
    return Map.of("KUBECONFIG", kubeconfig.toString());
  }

  private static List<String> properties(String... more) {
    var properties = new ArrayList<String>(List.of(more));
    // As an API server speaks to a Service: one request at a time on a connection, and many of
    // them. To this machine it would speak HTTP/2, and all on one.
    properties.add("-Dquarkus.http.http2=false");
    // Requests take milliseconds here, a second when the machine is busy.
    properties.add("-Dcgrant.ordinary-classes.settling=PT3S");
    return properties;
  }

  PackagedCgrant packaged() {
    return packaged;
  }

  long pid() {
    return packaged.pid();
  }

  boolean isReady() {
    return packaged.isReady();
  }

  Metrics metrics() {
    return packaged.metrics();
  }

  /// Reviews of which the answers are here are counted in it: cgrant counts after it has answered.
  Metrics settledMetrics() {
    var seen = new AtomicReference<>(metrics());
    Wait.upTo(SETTLED)
        .until(
            "nothing more is counted",
            () -> {
              Endpoints.pause(PAUSE);
              Metrics now = metrics();
              return seen.getAndSet(now).reviews() == now.reviews();
            });
    return seen.get();
  }

  String metricsText() {
    return packaged.metricsText();
  }

  /// @param path with its query
  HttpResponse<byte[]> post(String path, byte[] body) {
    return packaged.post(path, body);
  }

  /// Trusts what it serves, also on other ports.
  HttpClient https() {
    return packaged.https();
  }

  URI url() {
    return packaged.url();
  }

  Path caFile() {
    return packaged.caFile();
  }

  Path log() {
    return packaged.log();
  }

  @Override
  public void close() {
    packaged.close();
  }
}
