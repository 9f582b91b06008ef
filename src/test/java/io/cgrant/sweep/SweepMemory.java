// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.drift.Today;
import io.cgrant.manifest.PodPage;
import io.cgrant.policy.Worlds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What 100,000 pods cost without an API server: pages as one sends them, made on the way. No test
/// of CI's: `make sweep-cost`.
final class SweepMemory {

  private static final int PODS = 100_000;
  private static final int PAGE = 500;
  private static final int EVERY_TENTH = 10;

  /// Bytes of managed fields, status and the like beside what is read.
  private static final String REST =
      IntStream.range(0, 100)
          .mapToObj(i -> "\"f:%d\":{\"f:labels\":{\".\":{}}},".formatted(1_000 + i))
          .collect(Collectors.joining());

  /// Nanoseconds that went into making pages up.
  private static long making;

  @Test
  void aHundredThousandPods() {
    for (int i = 0; i < 3; i++) {
      measure();
    }
  }

  private static void measure() {
    var sweep =
        new DriftSweep(
            SweepMemory::page,
            today(),
            () -> true,
            new Pace(Duration.ofMinutes(10), 1_000_000),
            (change, holding) -> {},
            InstantSource.system(),
            InstantSource.system(),
            Thread::sleep);
    var threads = ManagementFactory.getThreadMXBean();
    long heap = used();
    making = 0;
    long cpu = threads.getCurrentThreadCpuTime();
    sweep.tick();
    long spent = threads.getCurrentThreadCpuTime() - cpu - making;
    System.out.printf(
        "[sweep] %d pods of %d bytes, %d hold one and drift: %.2f s of CPU, %d µs a pod; kept"
            + " afterwards: %d KB%n",
        sweep.last().pods(),
        pod(0).length(),
        sweep.last().tally().holders(),
        spent / 1e9,
        spent / 1_000 / PODS,
        (used() - heap) / 1_024);
    assertEquals(PODS, sweep.last().pods());
    assertEquals(PODS / EVERY_TENTH, sweep.last().tally().holders());
    sweep.close();
  }

  private static String page(String from, int most, Consumer<byte[]> each) {
    var threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    int first = from.isEmpty() ? 0 : Integer.parseInt(from);
    int end = Math.min(PODS, first + PAGE);
    var page = new StringBuilder("{\"kind\":\"PodList\",\"items\":[");
    for (int i = first; i < end; i++) {
      page.append(i == first ? "" : ",").append(pod(i));
    }
    page.append("],\"metadata\":{\"continue\":\"").append(end < PODS ? end : "").append("\"}}");
    try {
      byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
      making += threads.getCurrentThreadCpuTime() - began;
      return PodPage.read(new ByteArrayInputStream(bytes), each).next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pod(int number) {
    String runtimeClass =
        number % EVERY_TENTH == 0 ? "\"runtimeClassName\":\"" + Worlds.CLASS + "\"," : "";
    return """
        {"metadata":{"name":"head-%d","namespace":"ml","uid":"0c0ffee0-6393-11e8-b7cc-%012d",
          "creationTimestamp":"2026-11-24T12:00:00Z","labels":{"app":"head","team":"ml"},
          "managedFields":[{%s"v":1}]},
         "spec":{%s"serviceAccountName":"default","nodeName":"node-1","containers":[
          {"name":"main","image":"registry.example.com/app:1","env":[{"name":"A","value":"b"}],
           "resources":{"limits":{"cpu":"900m","memory":"1Gi"}},
           "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}},
           "volumeMounts":[{"name":"token","mountPath":"/var/run/secrets","readOnly":true}]}],
          "volumes":[{"name":"token","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]},
         "status":{"phase":"Running","x":[{%s"v":1}]}}"""
        .formatted(number, number, REST, runtimeClass, REST);
  }

  private static TodaySource today() {
    return new TodaySource() {
      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public Today in(String namespace) {
        return new Today(
            Worlds.with(Worlds.policy("ray")), Map.of("ray", 1L), name -> Optional.empty());
      }
    };
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
