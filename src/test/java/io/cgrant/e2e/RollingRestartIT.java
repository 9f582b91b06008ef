// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The short part of `make reliability`: pods are sent all the time while replicas come and go.
@ExtendWith(ChartStand.Lasting.class)
final class RollingRestartIT {

  private static final int PER_SECOND = 25;
  private static final Duration DRAIN = Duration.ofSeconds(2);

  @Test
  void noPodIsRefusedWhileReplicasAreReplacedAndNoneIsLetByOnceAllAreDead(ChartStand stand) {
    try (var fleet = new Fleet(stand, "restart")) {
      List<PackagedCgrant> both = List.of(fleet.launch(), fleet.launch());
      fleet.awaitServing(2);
      fleet.sharing().awaitGrant();
      Tally restart;
      List<PackagedCgrant> next;
      try (Traffic traffic = fleet.send(PER_SECOND)) {
        next = both.stream().map(old -> fleet.replace(old, DRAIN)).toList();
        restart = traffic.tally();
      }
      assertEquals(Map.of(), restart.examples(), restart::toString);
      assertTrue(restart.sent() > 4 * PER_SECOND, restart::toString);

      next.forEach(PackagedCgrant::kill);
      Wait.upTo(Duration.ofSeconds(5)).until("all are dead", () -> fleet.endpoints().count() == 0);
      Tally dead;
      try (Traffic traffic = fleet.send(PER_SECOND)) {
        Endpoints.pause(Duration.ofSeconds(3));
        dead = traffic.tally();
      }
      assertEquals(0, dead.ordinaryRefused(), dead::toString);
      assertEquals(dead.sent(PodSort.Ordinary), dead.of(Outcome.Right), dead::toString);
      assertEquals(
          dead.sent() - dead.sent(PodSort.Ordinary), dead.asksRefused(false), dead::toString);
      assertTrue(dead.sent() > 2 * PER_SECOND, dead::toString);
    }
  }
}
