// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.trouble.Soon;
import io.cgrant.trouble.TroubledServer;
import io.cgrant.trouble.TroubledServer.Fault;
import io.cgrant.trouble.TroubledServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An API server in trouble. The sweep does not wait for it, what fails is counted, and what was
/// found last is reported once it is well.
class ReportFaultsTest {

  private static final String GROUP = "/apis/openreports.io/v1alpha1";

  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError", "TakesAndFails"})
  void theSweepWaitsForNobodyAndWhatIsFoundLastIsReported(Fault fault) {
    try (var server = new TroubledServer(this::store);
        var writer = writer(server)) {
      writer.start();
      server.has(fault);
      Soon.within(Duration.ofSeconds(2), () -> sweep(writer));
      await().until(() -> server.asked() > 1);
      server.has(Fault.None);
      await()
          .until(
              () -> {
                // Nobody waits a minute for the next try.
                now.updateAndGet(moment -> moment.plus(ReportWriter.LOOK));
                return stored.getOrDefault("ml", "").contains("\"pod-999\"");
              });
      assertEquals(1, stored.size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "Hangs")
  void theSweepWaitsForNobodyWhoHangsNorDoesTheEnd(Fault fault) {
    try (var server = new TroubledServer(this::store);
        var writer = writer(server)) {
      writer.start();
      server.has(fault);
      sweep(writer);
      await().until(() -> server.asked() > 0);
      Soon.within(Duration.ofSeconds(2), () -> sweep(writer));
      Soon.within(Duration.ofSeconds(2), writer::close);
      assertTrue(stored.isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError"})
  void whatFailsIsCounted(Fault fault) {
    try (var server = new TroubledServer(this::store);
        var writer = writer(server)) {
      server.has(fault);
      sweep(writer);
      writer.tick();
      assertEquals(1, writer.tally().count(ReportFailure.Unavailable));
      assertEquals(0, writer.tally().count(ReportTally.Change.Written));
      server.has(Fault.None);
      now.updateAndGet(moment -> moment.plus(ReportWriter.LOOK));
      writer.tick();
      assertEquals(1, writer.tally().count(ReportFailure.Unavailable));
      assertEquals(1, writer.tally().count(ReportTally.Change.Written));
    }
  }

  private ReportWriter writer(TroubledServer server) {
    return new ReportWriter(server.client(), () -> true, now::get, now::get);
  }

  /// A thousand of them, each of one pod.
  private static void sweep(ReportWriter writer) {
    for (int i = 0; i < 1_000; i++) {
      writer.begins();
      writer.holds(Found.refusedToday("ml", "pod-" + i));
      writer.ends();
    }
  }

  private Reply store(String method, URI target, String body) {
    String path = target.getPath();
    if (path.equals(GROUP)) {
      return new Reply(
          200, "{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"reports\"}]}");
    }
    if (path.equals(GROUP + "/reports")) {
      return new Reply(200, "{\"kind\":\"PartialObjectMetadataList\",\"items\":[]}");
    }
    if (method.equals("PATCH")) {
      stored.put("ml", body);
      return new Reply(200, body);
    }
    return Reply.status(404);
  }
}
