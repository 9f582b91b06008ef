// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.apiserver.StreamedGet;
import io.cgrant.manifest.ListPage;
import io.cgrant.placement.ClassOnNodes;
import io.cgrant.placement.NodeCount;
import io.cgrant.placement.NodeReport;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Counts, for every RuntimeClass, the nodes that can run its pods, from time to time.
///
/// In pages, and keeps nothing of a node: a node is some 20 kB, and its kubelet writes it often, so
/// a watch would cost every replica more than the answer is worth.
public final class NodeCensus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 500;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final Duration TICK = Duration.ofSeconds(1);

  /// After RuntimeClasses have changed.
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Source source;
  private final BooleanSupplier wanted;
  private final Duration period;
  private final InstantSource stopwatch;
  private final Consumer<Map<String, NodeCount>> counted;
  private final Trouble trouble = new Trouble(NodeCensus.class);
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-nodes").factory());
  private final AtomicReference<Map<String, String>> classes = new AtomicReference<>(Map.of());
  private volatile boolean isStale;
  private Instant ended = Instant.MIN;

  /// Where nodes and RuntimeClasses are listed. Blocking.
  interface Source {
    List<ClassOnNodes> classes();

    void nodes(Consumer<NodeReport> each);
  }

  /// @param wanted whether anybody wants to know now, as who leads
  /// @param period from the end of one count to the next; zero for none at all
  /// @param counted hears of each RuntimeClass after each count; must return at once
  public NodeCensus(
      KubernetesClient client,
      BooleanSupplier wanted,
      Duration period,
      InstantSource stopwatch,
      Consumer<Map<String, NodeCount>> counted) {
    this(new ApiServer(client), wanted, period, stopwatch, counted);
  }

  NodeCensus(
      Source source,
      BooleanSupplier wanted,
      Duration period,
      InstantSource stopwatch,
      Consumer<Map<String, NodeCount>> counted) {
    if (period.isNegative()) {
      throw new IllegalArgumentException(
          "the period " + period + " is negative; write 0 for no count at all");
    }
    this.source = source;
    this.wanted = wanted;
    this.period = period;
    this.stopwatch = stopwatch;
    this.counted = counted;
  }

  public void start() {
    if (!period.isZero()) {
      thread.scheduleWithFixedDelay(
          this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Counts soon where a RuntimeClass has come or gone. Returns at once.
  ///
  /// @param handlers of all, by name
  public void see(Map<String, String> handlers) {
    if (!handlers.equals(classes.getAndSet(handlers))) {
      isStale = true;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  void tick() {
    if (!wanted.getAsBoolean()) {
      ended = Instant.MIN;
      return;
    }
    Duration pause = isStale && SOON.compareTo(period) < 0 ? SOON : period;
    boolean isFirst = ended.equals(Instant.MIN);
    if (!isFirst && stopwatch.instant().isBefore(ended.plus(pause))) {
      return;
    }
    isStale = false;
    try {
      counted.accept(count());
      trouble.isOver("nodes are counted again");
    } catch (RuntimeException e) {
      trouble.warn(
          "nodes that can run granted pods are not counted: "
              + ApiServerWords.of(e)
              + "; cgrant needs the right to list nodes (deploy/rbac.yaml), or"
              + " cgrant.nodes.period=0");
    } finally {
      ended = stopwatch.instant();
    }
  }

  private Map<String, NodeCount> count() {
    Map<String, NodeCount.Tally> tallies =
        source.classes().stream()
            .collect(Collectors.toMap(ClassOnNodes::name, NodeCount.Tally::new));
    source.nodes(node -> tallies.values().forEach(tally -> tally.add(node)));
    return tallies.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, tally -> tally.getValue().count()));
  }

  private record ApiServer(KubernetesClient client) implements Source {

    @Override
    public List<ClassOnNodes> classes() {
      return client.resources(RuntimeClass.class).list().getItems().stream()
          .map(ApiServer::wanted)
          .toList();
    }

    private static ClassOnNodes wanted(RuntimeClass stored) {
      return new ClassOnNodes(
          stored.getMetadata().getName(),
          stored.getHandler(),
          Optional.ofNullable(stored.getScheduling())
              .flatMap(scheduling -> Optional.ofNullable(scheduling.getNodeSelector()))
              .orElse(Map.of()));
    }

    @Override
    public void nodes(Consumer<NodeReport> each) {
      var lists = new StreamedGet(client, "application/json", TIMEOUT_MILLIS);
      String next = "";
      do {
        String where =
            next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        next =
            lists
                .of(
                    "api/v1/nodes?limit=" + PAGE + where,
                    list ->
                        ListPage.read(
                            list,
                            "nodes",
                            json -> each.accept(NodeReports.of(JSON.readTree(json)))))
                .next();
      } while (!next.isEmpty());
    }
  }
}
