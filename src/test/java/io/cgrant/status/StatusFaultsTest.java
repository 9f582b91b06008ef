// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.policy.Worlds;
import io.cgrant.reading.PolicyReading;
import io.cgrant.trouble.Soon;
import io.cgrant.trouble.TroubledServer;
import io.cgrant.trouble.TroubledServer.Fault;
import io.cgrant.trouble.TroubledServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An API server in trouble. Who has something to say of a policy does not wait for it, and the
/// newest is said once it is well.
class StatusFaultsTest {

  private final ConcurrentLinkedDeque<String> written = new ConcurrentLinkedDeque<>();

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError", "TakesAndFails"})
  void whoTellsWaitsForNobodyAndTheNewestIsWritten(Fault fault) {
    try (var server = new TroubledServer(this::store);
        var writer = writer(server)) {
      server.has(fault);
      Soon.within(Duration.ofSeconds(2), () -> tell(writer));
      await().until(() -> server.asked() > 0);
      server.has(Fault.None);
      await().until(() -> isNewestWritten());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "Hangs")
  void whoTellsOneThatHangsWaitsForNobodyNorDoesTheEnd(Fault fault) {
    try (var server = new TroubledServer(this::store);
        var writer = writer(server)) {
      server.has(fault);
      writer.accept(view(1));
      await().until(() -> server.asked() > 0);
      Soon.within(Duration.ofSeconds(2), () -> tell(writer));
      Soon.within(Duration.ofSeconds(2), writer::close);
      assertTrue(written.isEmpty());
    }
  }

  private static PolicyStatusWriter writer(TroubledServer server) {
    return new PolicyStatusWriter(
        server.client(),
        () -> true,
        news -> {},
        Set.of("cgroup-writable"),
        InstantSource.system(),
        InstantSource.system());
  }

  private static void tell(PolicyStatusWriter writer) {
    for (int generation = 1; generation <= 1_000; generation++) {
      writer.accept(view(generation));
      writer.counted(Map.of("ray", generation));
    }
  }

  private boolean isNewestWritten() {
    return !written.isEmpty()
        && written.getLast().contains("\"observedGeneration\":1000")
        && written.getLast().contains("\"granted\":1000");
  }

  private Reply store(String method, URI target, String body) {
    written.add(body);
    return new Reply(200, body);
  }

  private static ClusterView view(long generation) {
    var reading = new PolicyReading.Ready(Worlds.policy("ray"), List.of());
    var policy = new KnownPolicy("ray", "uid", generation, reading, MissingNode.getInstance());
    return ClusterView.UNSYNCED.next(List.of(policy), Worlds.CLASSES);
  }
}
