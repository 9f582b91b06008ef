// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two replicas with certificates of files, as with cert-manager: both decide, one writes.
@ExtendWith(ChartStand.Lasting.class)
final class LeaderIT {

  private static final String OWN_CERTIFICATE = "-Dcgrant.tls.secret=";

  /// Longer than what changes is gathered.
  private static final Duration QUIET = Duration.ofSeconds(12);

  /// The Lease's 15 s, how often the others look, and the write.
  private static final Duration TAKEN_OVER = Duration.ofSeconds(20);

  @Test
  void oneOfTwoWritesTheStatusAndTheOtherGoesOnAfterAKill(ChartStand stand) {
    try (var sharing = new SharingReplicas(stand, "leader")) {
      List<PackagedCgrant> both =
          List.of(sharing.launch(OWN_CERTIFICATE), sharing.launch(OWN_CERTIFICATE));
      both.forEach(PackagedCgrant::awaitReady);
      Wait.upTo(TAKEN_OVER)
          .until("one leads", () -> both.stream().filter(LeaderIT::leads).count() == 1);
      PackagedCgrant leader = both.stream().filter(LeaderIT::leads).findFirst().orElseThrow();
      PackagedCgrant other = both.get(1 - both.indexOf(leader));
      JsonNode policy = sharing.world().policy();
      Wait.upTo(TAKEN_OVER).until("it writes", () -> isCurrent(stand, policy));

      long before = statusWrites(stand);
      change(stand, policy, "700m");
      change(stand, policy, "600m");
      Wait.upTo(TAKEN_OVER).until("the change is told", () -> isCurrent(stand, policy));
      Endpoints.pause(Duration.ofSeconds(3));
      long writes = statusWrites(stand) - before;
      assertTrue(writes == 1 || writes == 2, "two changes at once cost writes: " + writes);
      before = statusWrites(stand);
      Endpoints.pause(QUIET);
      assertEquals(before, statusWrites(stand), "nothing changed");

      leader.kill();
      long killed = System.nanoTime();
      change(stand, policy, "800m");
      Wait.upTo(TAKEN_OVER).until("the other tells it", () -> isCurrent(stand, policy));
      ClusterChoice.say(
          "status went on %d ms after the leader was killed"
              .formatted(Duration.ofNanos(System.nanoTime() - killed).toMillis()));
      assertTrue(leads(other));
    }
  }

  private static boolean leads(PackagedCgrant replica) {
    return replica.metrics().values().get("cgrant_leader") == 1;
  }

  private static void change(ChartStand stand, JsonNode policy, String cpu) {
    String patch = "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"" + cpu + "\"}}}}}";
    stand.admin().merge(policy, patch).orThrow();
  }

  private static boolean isCurrent(ChartStand stand, JsonNode policy) {
    return PolicyStatus.of(stand.admin().get(policy).body()).isCurrent();
  }

  /// As the API server counts them, also those that change nothing.
  private static long statusWrites(ChartStand stand) {
    return stand
        .metrics()
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"writablecgrouppolicies\""))
        .filter(line -> line.contains("subresource=\"status\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
