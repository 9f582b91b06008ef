// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.placement.ClassOnNodes;
import io.cgrant.placement.NodeCount;
import io.cgrant.placement.NodeReport;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A node counts for the classes that select it, by the handlers that it names.
final class NodeCensusTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ClassOnNodes EVERYWHERE = new ClassOnNodes("rw", "rw", Map.of());
  private static final ClassOnNodes POOL = new ClassOnNodes("pool", "rw", Map.of("pool", "builds"));

  private final List<Map<String, NodeCount>> counted = new ArrayList<>();
  private final List<NodeReport> nodes = new ArrayList<>();
  private List<ClassOnNodes> classes = List.of(EVERYWHERE, POOL);
  private Instant now = Instant.EPOCH;
  private boolean leads = true;
  private boolean isRefused;
  private final NodeCensus census =
      new NodeCensus(new Made(), () -> leads, Duration.ofMinutes(5), () -> now, counted::add);

  @AfterEach
  void close() {
    census.close();
  }

  @Test
  void aNodeIsWhatItSaysOfItself() {
    NodeReport node =
        read(
            """
            {"metadata": {"name": "n1", "labels": {"pool": "builds"}},
             "status": {"runtimeHandlers": [
               {"name": "", "features": {"recursiveReadOnlyMounts": true, "userNamespaces": true}},
               {"name": "rw", "features": {"userNamespaces": true}},
               {"name": "old", "features": {"recursiveReadOnlyMounts": false}},
               {"name": "bare"}]}}
            """);
    assertEquals(
        new NodeReport(
            "n1",
            Map.of("pool", "builds"),
            Map.of("", true, "rw", true, "old", false, "bare", false)),
        node);
    assertEquals(true, read("{\"metadata\": {\"name\": \"n2\"}}").isSilent());
    assertEquals(true, read("{\"status\": {\"runtimeHandlers\": null}}").isSilent());
  }

  @Test
  void nodesAreCountedForEachClassThatSelectsThem() {
    nodes.add(new NodeReport("n1", Map.of("pool", "builds", "a", "b"), Map.of("rw", true)));
    nodes.add(new NodeReport("n2", Map.of("pool", "web"), Map.of("rw", false)));
    nodes.add(new NodeReport("n3", Map.of(), Map.of("runc", true)));
    nodes.add(new NodeReport("n4", Map.of("pool", "builds"), Map.of()));
    census.tick();
    assertEquals(
        List.of(
            Map.of(
                "rw",
                new NodeCount(Map.of(), 4, 1, 2, 1, List.of("n3"), List.of("n2", "n3")),
                "pool",
                new NodeCount(Map.of("pool", "builds"), 2, 1, 1, 1, List.of(), List.of()))),
        counted);
  }

  @Test
  void ofManyThatHaveItNotTheFirstAreNamed() {
    IntStream.range(0, 9)
        .forEach(i -> nodes.add(new NodeReport("n" + i, Map.of(), Map.of("x", true))));
    census.tick();
    assertEquals(List.of("n0", "n1", "n2", "n3", "n4"), counted.getFirst().get("rw").unable());
  }

  @Test
  void countsAgainAfterThePeriodAndSoonAfterAClassCame() {
    census.tick();
    now = now.plusSeconds(299);
    census.tick();
    assertEquals(1, counted.size());
    now = now.plusSeconds(1);
    census.tick();
    assertEquals(2, counted.size());

    census.see(Map.of("rw", "rw"));
    now = now.plusSeconds(9);
    census.tick();
    assertEquals(2, counted.size());
    now = now.plusSeconds(1);
    census.tick();
    assertEquals(3, counted.size());

    census.see(Map.of("rw", "rw"));
    now = now.plusSeconds(10);
    census.tick();
    assertEquals(3, counted.size());
  }

  @Test
  void whoDoesNotLeadAsksNothingAndWhoBeginsToCountsAtOnce() {
    census.tick();
    leads = false;
    census.tick();
    leads = true;
    census.tick();
    assertEquals(2, counted.size());
  }

  @Test
  void aRefusalTellsNothingAndIsTriedAgain() {
    isRefused = true;
    census.tick();
    assertEquals(List.of(), counted);
    isRefused = false;
    now = now.plus(Duration.ofMinutes(5));
    census.tick();
    assertEquals(1, counted.size());
  }

  @Test
  void aNegativePeriodIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new NodeCensus(
                new Made(), () -> leads, Duration.ofMinutes(-5), () -> now, counted::add));
  }

  private static NodeReport read(String json) {
    try {
      return NodeReports.of(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private final class Made implements NodeCensus.Source {
    @Override
    public List<ClassOnNodes> classes() {
      return classes;
    }

    @Override
    public void nodes(Consumer<NodeReport> each) {
      nodes.forEach(each);
      if (isRefused) {
        throw new KubernetesClientException("nodes is forbidden");
      }
    }
  }
}
