// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Many namespaces and many policies, and the heap and the limit that the chart gives.
record MemoryTrial(int perSecond) implements Trial {

  private static final int NAMESPACES = 10_000;
  private static final int POLICIES = 1_000;
  private static final int AT_ONCE = 16;
  private static final Duration LASTING = Duration.ofSeconds(60);
  private static final double MEBIBYTE = 1 << 20;

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: many-%1$d
        labels:
          team: team-%1$d
          environment: production
          cost-center: "4711"
          pod-security.kubernetes.io/enforce: restricted
          app.kubernetes.io/managed-by: flux
          app.kubernetes.io/part-of: machine-learning
        annotations: {example.com/description: "%2$s"}
      """;

  private static final String POLICY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata: {name: many-%1$d}
      spec:
        match:
          namespaceSelector: {matchLabels: {team: team-%1$d}}
          conditions: [{name: not-batch, expression: "!('batch' in object.metadata.labels)"}]
        grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable-memory, defaultHostUsers: true}
        require:
          limits: {max: {cpu: "2"}}
          images: {repositories: [registry.example.com/team-%1$d]}
          rules: [{name: small, expression: "size(object.spec.containers) < 5", message: at most four}]
      """;

  @Override
  public TrialResult run(ChartStand stand) {
    try (var fleet = new Fleet(stand, "memory")) {
      Duration made = fill(stand.admin());
      PackagedCgrant replica = fleet.launch();
      Duration ready = fleet.awaitServing(1);
      fleet.sharing().awaitGrant();
      Memory idle = Memory.of(replica);
      try (Traffic traffic = fleet.send(perSecond)) {
        long event = System.nanoTime();
        List<Memory> seen = new ArrayList<>();
        for (int i = 0; i < LASTING.toSeconds(); i++) {
          Endpoints.pause(Duration.ofSeconds(1));
          seen.add(Memory.of(replica));
        }
        churn(stand.admin());
        Endpoints.pause(Duration.ofSeconds(5));
        seen.add(Memory.of(replica));
        traffic.close();
        return result(traffic, event, idle, seen, List.of(made, ready));
      }
    }
  }

  private static TrialResult result(
      Traffic traffic, long event, Memory idle, List<Memory> seen, List<Duration> times) {
    Tally tally = traffic.tally();
    Memory last = seen.getLast();
    double leastUsed = seen.stream().mapToDouble(Memory::heap).min().orElse(Double.NaN);
    return TrialResult.of(
        "Memory",
        "a replica with the flags of `cgrant serve` is started in a cluster with 10,000 namespaces and 1,000 policies, each with"
            + " a condition, a rule, images and limits; pods are sent for 60 s, then every policy is changed",
        traffic,
        event,
        List.of(
            TrialBar.atMost("highest resident memory", last.peak(), limit() * 0.9, "MiB"),
            TrialBar.atMost(
                "least heap in use under load", leastUsed, last.heapLimit() * 0.7, "MiB"),
            TrialBar.atMost("from start to ready", times.getLast(), Duration.ofSeconds(30)),
            TrialBar.none("asks refused", tally.asksRefused())),
        List.of(
            "resident %.0f MiB once ready, at most %.0f MiB; the chart's limit is %.0f MiB, of which a tenth is to stay free"
                .formatted(idle.resident(), last.peak(), limit()),
            "heap in use between %.0f and %.0f MiB of %.0f"
                .formatted(
                    leastUsed,
                    seen.stream().mapToDouble(Memory::heap).max().orElse(Double.NaN),
                    last.heapLimit()),
            "the objects were made in " + TrialResult.seconds(times.getFirst())));
  }

  /// In MiB.
  private record Memory(double resident, double peak, double heap, double heapLimit) {

    static Memory of(PackagedCgrant replica) {
      String status = Manifests.text(Path.of("/proc/" + replica.pid() + "/status"));
      Map<String, Double> metrics = replica.metrics().values();
      return new Memory(
          kibibytes(status, "VmRSS:") / 1024,
          kibibytes(status, "VmHWM:") / 1024,
          sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / MEBIBYTE,
          sum(metrics, "jvm_memory_max_bytes{area=\"heap\"") / MEBIBYTE);
    }

    private static double kibibytes(String status, String name) {
      return status
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
          .sum();
    }

    private static double sum(Map<String, Double> metrics, String prefix) {
      return metrics.entrySet().stream()
          .filter(e -> e.getKey().startsWith(prefix))
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }
  }

  /// Of the chart's container, in MiB.
  private static double limit() {
    String memory = container().at("/resources/limits/memory").asText();
    return Double.parseDouble(memory.replaceFirst("Mi$", ""));
  }

  private static JsonNode container() {
    return Manifests.read(Path.of("deploy/cgrant.yaml")).stream()
        .filter(object -> object.path("kind").asText().equals("Deployment"))
        .map(object -> object.at("/spec/template/spec/containers/0"))
        .findFirst()
        .orElseThrow();
  }

  private static Duration fill(Api admin) {
    long began = System.nanoTime();
    String words = "what this namespace is for, in some words. ".repeat(5);
    inParallel(NAMESPACES, i -> admin.create(one(NAMESPACE.formatted(i, words))));
    inParallel(POLICIES, i -> admin.create(one(POLICY.formatted(i))));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void churn(Api admin) {
    inParallel(
        POLICIES,
        i ->
            admin.merge(one(POLICY.formatted(i)), "{\"spec\":{\"priority\":" + (i % 7 + 1) + "}}"));
  }

  private interface Request {
    Reply send(int number);
  }

  private static void inParallel(int number, Request request) {
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> all = new ArrayList<>();
      IntStream.range(0, number)
          .forEach(i -> all.add(threads.submit(() -> request.send(i).orThrow())));
      for (Future<?> each : all) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException(e.getCause()));
    } finally {
      threads.shutdownNow();
    }
  }

  private static JsonNode one(String yaml) {
    return Manifests.parse(yaml).getFirst();
  }
}
