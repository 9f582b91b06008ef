// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.e2e.Cluster.User;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What it costs to look at many pods of a real API server. No test of CI's: `make sweep-cost`.
@ExtendWith(StandExtension.class)
final class SweepCost {

  private static final int PODS = Integer.getInteger("sweep.pods", 10_000);
  private static final int AT_ONCE = 16;
  private static final long TICKS_PER_SECOND = 100;

  @Test
  void manyPods(Stand stand) throws Exception {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand);
        var client = client(stand)) {
      stage.given(world.given());
      stage.create(world.pod("running")).orThrow();
      long began = System.nanoTime();
      create(stage.admin(), world);
      say("%d pods created in %.0f s", PODS, (System.nanoTime() - began) / 1e9);
      for (int pace : new int[] {1_000, 1_000_000}) {
        measure(stand, client, pace);
      }
    } finally {
      stand.cgrant().close();
      stand.cgrant().start();
    }
  }

  private static void measure(Stand stand, KubernetesClient client, int pace) throws IOException {
    CgrantProcess cgrant = stand.cgrant();
    cgrant.close();
    // Long enough that what comes after the first round is not measured with it.
    cgrant.start("-Dcgrant.drift.period=1h", "-Dcgrant.drift.pods-per-second=" + pace);
    long lists = etcdLists(client);
    long cpu = cpuTicks(cgrant.pid());
    Wait.upTo(Duration.ofMinutes(3))
        .until(
            "a whole round",
            () -> new ExposedSeries(cgrant.metricsText()).sum("cgrant_drift_sweep_pods") > 0);
    var series = new ExposedSeries(cgrant.metricsText());
    say(
        "at most %d pods/s: %.0f pods in %.1f s, CPU of the process %.1f s, its memory %d MB, lists of"
            + " pods from etcd meanwhile: %d",
        pace,
        series.sum("cgrant_drift_sweep_pods"),
        series.sum("cgrant_drift_sweep_duration_seconds"),
        (cpuTicks(cgrant.pid()) - cpu) / (double) TICKS_PER_SECOND,
        residentMegabytes(cgrant.pid()),
        etcdLists(client) - lists);
    assertTrue(series.sum("cgrant_drift_sweep_pods") >= PODS);
    assertTrue(series.sum("cgrant_writable_cgroup_pods") >= 1);
    assertEquals(0, series.sum("cgrant_drift_sweeps_failed_total"));
  }

  private static void create(Api admin, World world) throws InterruptedException {
    var room = new Semaphore(AT_ONCE);
    var failed = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PODS; i++) {
        JsonNode pod = world.ordinaryPod("ordinary-" + i);
        ((ObjectNode) pod.path("metadata"))
            .putObject("annotations")
            .put("about", "x".repeat(2_000));
        room.acquire();
        threads.submit(
            () -> {
              failed.addAndGet(admin.create(pod).accepted() ? 0 : 1);
              room.release();
            });
      }
    }
    assertEquals(0, failed.get());
  }

  /// Lists of pods that the API server took from etcd, not from its watch cache.
  private static long etcdLists(KubernetesClient client) {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("etcd_request_duration_seconds_count{"))
        .filter(line -> line.contains("operation=\"list\"") && line.contains("pods\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long residentMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1_024;
  }

  private static KubernetesClient client(Stand stand) {
    Config config = Config.fromKubeconfig(stand.cluster().kubeconfig(User.Admin).toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static void say(String format, Object... values) {
    ClusterChoice.say(format.formatted(values));
  }
}
