// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// etcd and the API server are away for a minute.
record OutageTrial(int perSecond) implements Trial {

  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final Duration BEFORE = Duration.ofSeconds(30);
  private static final String AGE = "cgrant_snapshot_age_seconds";

  /// Policies, RuntimeClasses, namespaces; what else is watched is one Secret, ConfigMap or kind
  /// each.
  private static final int LISTS_OF_A_REPLICA = 12;

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "outage")) {
      List<PackagedCgrant> both = List.of(fleet.launch(), fleet.launch());
      fleet.awaitServing(2);
      fleet.sharing().awaitGrant();
      List<Long> pids = both.stream().map(PackagedCgrant::pid).toList();
      var before = new Reviews(both, fleet.sharing());
      before.observe(BEFORE);
      var away = new Reviews(both, fleet.sharing());
      stand.cluster().stopApiServer();
      stand.cluster().stopEtcd();
      away.observe(AWAY);
      long lines = size(stand.cluster().auditLog());
      stand.cluster().startEtcd();
      stand.cluster().startApiServer();
      Duration fresh =
          Wait.upTo(Duration.ofSeconds(60))
              .until("the snapshots are fresh", () -> both.stream().allMatch(r -> age(r) < 3));
      Duration heard = SlowTrial.changeIsHeard(stand, fleet);
      long event = System.nanoTime();
      try (Traffic traffic = fleet.send(perSecond)) {
        Endpoints.pause(Duration.ofSeconds(10));
        traffic.close();
        Tally tally = traffic.tally();
        long lists = lists(stand.cluster().auditLog(), lines);
        boolean isSame =
            both.stream().allMatch(PackagedCgrant::isAlive)
                && pids.equals(both.stream().map(PackagedCgrant::pid).toList());
        return TrialResult.of(
            "No API server",
            "etcd and the API server stopped for 60 s; reviews go straight to both replicas meanwhile. Pods are sent once they are back",
            traffic,
            event,
            List.of(
                TrialBar.atLeast("reviews meanwhile", away.asked, 200, ""),
                TrialBar.none("of these decided otherwise than before", away.wrong),
                TrialBar.atMost(
                    "median time of a review, meanwhile ÷ before",
                    100 * away.quantile(0.5) / before.quantile(0.5),
                    150,
                    "%"),
                TrialBar.atMost(
                    "the slowest of twenty, meanwhile ÷ before",
                    100 * away.quantile(0.95) / before.quantile(0.95),
                    200,
                    "%"),
                TrialBar.none("replicas not ready meanwhile", away.unready),
                TrialBar.atLeast("age of the snapshot, as shown", away.oldest, 50, "s"),
                TrialBar.atMost(
                    "fresh again, once the API server is ready", fresh, Duration.ofSeconds(10)),
                TrialBar.atMost("a new policy grants", heard, Duration.ofSeconds(10)),
                TrialBar.atMost("lists by both replicas", lists, 2 * LISTS_OF_A_REPLICA, ""),
                TrialBar.none("replicas restarted", isSame ? 0 : 1),
                TrialBar.none("asks refused afterwards", tally.asksRefused())),
            List.of(
                "all "
                    + lists
                    + " lists together, of two replicas that watch everything they need"));
      }
    }
  }

  /// What the replicas say, and how soon.
  private static final class Reviews {
    private final List<PackagedCgrant> replicas;
    private final List<KeptConnection> connections = new ArrayList<>();
    private final World world;
    private final List<Long> times = new ArrayList<>();
    private int asked;
    private int wrong;
    private int unready;
    private double oldest;

    Reviews(List<PackagedCgrant> replicas, SharingReplicas sharing) {
      this.replicas = replicas;
      this.world = sharing.world();
      var handshakes = new Handshakes();
      String trusted = sharing.published();
      try {
        for (PackagedCgrant each : replicas) {
          connections.add(
              new KeptConnection(handshakes.open(each.url().getPort(), trusted).orElseThrow()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void observe(Duration time) {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        connections.forEach(this::ask);
        for (PackagedCgrant each : replicas) {
          unready += each.isReady() ? 0 : 1;
        }
        oldest = replicas.stream().mapToDouble(OutageTrial::age).min().orElse(0);
        Endpoints.pause(Duration.ofMillis(400));
      }
    }

    private void ask(KeptConnection connection) {
      try {
        JsonNode granted = timed(connection, PodSort.Qualifying);
        JsonNode refused = timed(connection, PodSort.Unsafe);
        asked += 2;
        wrong += granted.path("allowed").asBoolean() && granted.has("patch") ? 0 : 1;
        wrong += refused.at("/status/code").asInt() == 403 ? 0 : 1;
      } catch (IOException e) {
        wrong++;
      }
    }

    private JsonNode timed(KeptConnection connection, PodSort sort) throws IOException {
      long start = System.nanoTime();
      JsonNode answer = connection.ask("/mutate", sort.pod(world));
      times.add(System.nanoTime() - start);
      return answer;
    }

    double quantile(double part) {
      List<Long> sorted = times.stream().sorted().toList();
      return sorted.get((int) (part * (sorted.size() - 1)));
    }
  }

  private static double age(PackagedCgrant replica) {
    return replica.metrics().values().get(AGE);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lists(Path auditLog, long from) {
    try (var in = Files.newInputStream(auditLog)) {
      in.skipNBytes(from);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> l.contains("\"verb\":\"list\"") && l.contains("\"username\":\"cgrant\""))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
