// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.apiserver.ImpatientClient;
import io.cgrant.apiserver.PageSize;
import io.cgrant.apiserver.PodMetadata;
import io.cgrant.policy.Policy;
import io.cgrant.trouble.ApiServerWords;
import io.cgrant.trouble.Trouble;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Counts the pods that hold a grant, of every policy, by going through all pods from time to time.
///
/// In pages, a thousand pods in a second: so a cluster of any size is asked for a thousand pods'
/// metadata at a time, and what is counted is as old as the walk takes: a minute, or a second for
/// each thousand pods.
public final class GrantCensus implements AutoCloseable {

  private static final int PAGE = 1_000;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration USUALLY = Duration.ofSeconds(60);

  /// Once this replica itself has granted.
  private static final Duration SOON = Duration.ofSeconds(10);

  /// What pods say is not all our own writing, where cgrant was away.
  private static final int MOST_NAMES = 10_000;

  private final Pages pages;
  private final BooleanSupplier wanted;
  private final InstantSource stopwatch;
  private final Consumer<Map<String, Integer>> counted;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cgrant-census").factory());
  private volatile boolean isStale;
  private Map<String, Integer> counts = new HashMap<>();
  private String next = "";
  private Instant ended = Instant.MIN;
  private final PageSize page = new PageSize(PAGE);
  private final Trouble trouble = new Trouble(GrantCensus.class);

  /// All pods, a page at a time.
  @FunctionalInterface
  interface Pages {
    /// Blocking.
    ///
    /// @param next what the page before said; empty for the first
    /// @param most how many pods
    /// @param granted hears of every pod with the record of a grant: its name, and the record
    /// @return what to ask next; empty after the last
    String read(String next, int most, BiConsumer<String, String> granted);
  }

  /// @param wanted whether anybody wants to know now, as who leads
  /// @param counted hears of the pods of each policy after each walk; must return at once
  public GrantCensus(
      KubernetesClient client,
      BooleanSupplier wanted,
      InstantSource stopwatch,
      Consumer<Map<String, Integer>> counted) {
    this(pagesOf(client), wanted, stopwatch, counted);
  }

  GrantCensus(
      Pages pages,
      BooleanSupplier wanted,
      InstantSource stopwatch,
      Consumer<Map<String, Integer>> counted) {
    this.pages = pages;
    this.wanted = wanted;
    this.stopwatch = stopwatch;
    this.counted = counted;
  }

  public void start() {
    thread.scheduleWithFixedDelay(
        this::tryStep, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A pod was granted. Returns at once.
  public void granted() {
    isStale = true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  void tryStep() {
    try {
      step();
    } catch (RuntimeException e) {
      beginAnew();
      page.failed(e);
      // The pages of a walk belong together for five minutes. That is three hundred thousand pods.
      boolean hasExpired =
          e instanceof KubernetesClientException refused
              && refused.getCode() == HttpURLConnection.HTTP_GONE;
      String problem = hasExpired ? "the walk took too long" : ApiServerWords.of(e);
      trouble.warn("pods that hold a grant are not counted: " + problem);
    }
  }

  private void step() {
    if (!wanted.getAsBoolean()) {
      beginAnew();
      ended = Instant.MIN;
      return;
    }
    boolean isUnderWay = !next.isEmpty();
    if (!isUnderWay && !isDue()) {
      return;
    }
    if (!isUnderWay) {
      isStale = false;
    }
    int asked = 0;
    do {
      next = pages.read(next, page.now(), (pod, grant) -> count(grant));
      asked += page.now();
    } while (!next.isEmpty() && asked < PAGE);
    if (next.isEmpty()) {
      page.worked();
      trouble.isOver("pods that hold a grant are counted again");
      counted.accept(Map.copyOf(counts));
      beginAnew();
    }
  }

  private boolean isDue() {
    Instant now = stopwatch.instant();
    return ended.equals(Instant.MIN) || !now.isBefore(ended.plus(isStale ? SOON : USUALLY));
  }

  private void beginAnew() {
    counts = new HashMap<>();
    next = "";
    ended = stopwatch.instant();
  }

  private void count(String grant) {
    String policy = Policy.namedBy(grant);
    if (counts.size() < MOST_NAMES || counts.containsKey(policy)) {
      counts.merge(policy, 1, Integer::sum);
    }
  }

  private static Pages pagesOf(KubernetesClient client) {
    var pods = PodMetadata.of(ImpatientClient.of(client, TIMEOUT_MILLIS), TIMEOUT_MILLIS);
    return (next, most, granted) ->
        pods.of(path(next, most), list -> PodList.grants(list, granted));
  }

  private static String path(String next, int most) {
    return "api/v1/pods"
        + PodMetadata.NOT_ENDED
        + "&limit="
        + most
        + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }
}
