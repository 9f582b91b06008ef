// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrantCensusTest {

  private final List<Map<String, Integer>> counted = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private boolean leads = true;
  private boolean isRefused;
  private boolean isLate;
  private final List<Integer> asked = new ArrayList<>();
  private int reads;
  private final GrantCensus census =
      new GrantCensus(this::page, () -> leads, () -> now, counted::add);

  @AfterEach
  void close() {
    census.close();
  }

  @Test
  void countsThePodsOfAllPages() {
    census.tryStep();
    assertEquals(List.of(), counted);
    census.tryStep();
    assertEquals(List.of(Map.of("ray", 2, "a.b", 1)), counted);
  }

  @Test
  void beginsAnewAfterAMinuteAndSoonerWhenAPodWasGranted() {
    steps(2);
    now = now.plusSeconds(59);
    steps(2);
    assertEquals(2, reads);
    census.granted();
    steps(2);
    assertEquals(4, reads);
    now = now.plusSeconds(9);
    census.granted();
    steps(1);
    assertEquals(4, reads);
    now = now.plusSeconds(1);
    steps(2);
    now = now.plus(Duration.ofSeconds(60));
    steps(2);
    assertEquals(8, reads);
    assertEquals(4, counted.size());
  }

  @Test
  void aPageThatIsRefusedCountsNothingTwice() {
    steps(1);
    isRefused = true;
    steps(1);
    isRefused = false;
    now = now.plusSeconds(60);
    steps(2);
    assertEquals(List.of(Map.of("ray", 2, "a.b", 1)), counted);
  }

  /// Not when nothing is due, and not after the first page.
  @Test
  void saysThatItCountsAgainWhenItHasCounted() {
    var said = new ArrayList<String>();
    var listener =
        new Handler() {
          @Override
          public void publish(LogRecord each) {
            said.add(each.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(GrantCensus.class.getName());
    log.addHandler(listener);
    isRefused = true;
    steps(3);
    isRefused = false;
    now = now.plusSeconds(60);
    steps(1);
    assertEquals(List.of("pods that hold a grant are not counted: the walk took too long"), said);
    steps(1);
    log.removeHandler(listener);
    assertEquals("pods that hold a grant are counted again", said.getLast());
  }

  @Test
  void whoDoesNotLeadAsksNothingAndWhoBeginsToLeadCountsAtOnce() {
    steps(2);
    leads = false;
    steps(3);
    assertEquals(2, reads);
    leads = true;
    steps(2);
    assertEquals(2, counted.size());
  }

  /// Pods of somebody who makes them a megabyte large: a page of all that is asked for never comes.
  @Test
  void whereAPageDoesNotComeInTimeItAsksForFewerPods() {
    isLate = true;
    steps(1);
    isLate = false;
    now = now.plusSeconds(60);
    steps(1);
    assertEquals(List.of(1_000, 250, 250), asked);
    assertEquals(List.of(Map.of("ray", 2, "a.b", 1)), counted);
    now = now.plusSeconds(60);
    steps(1);
    assertEquals(500, asked.get(3), "a walk that was whole asks for more again");
  }

  private void steps(int times) {
    for (int i = 0; i < times; i++) {
      census.tryStep();
    }
  }

  private String page(String next, int most, BiConsumer<String, String> granted) {
    reads++;
    asked.add(most);
    if (isLate) {
      throw new KubernetesClientException("no answer", new TimeoutException());
    }
    if (next.isEmpty()) {
      granted.accept("one", "ray@1");
      granted.accept("two", "ray@7");
      return "more";
    }
    if (isRefused) {
      throw new KubernetesClientException("expired", 410, null);
    }
    granted.accept("three", "a.b@2");
    return "";
  }
}
