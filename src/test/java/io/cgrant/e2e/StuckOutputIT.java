// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// A packaged cgrant whose standard output is a pipe that nobody reads, as where what collects logs
/// hangs.
final class StuckOutputIT {

  private static final Path FOLDER = Path.of("target/stuck-output").toAbsolutePath();
  private static final Path PIPE = FOLDER.resolve("output");
  private static final Path READ = FOLDER.resolve("read.log");

  /// Beyond what the pipe and the queue hold.
  private static final int REFUSALS = 6_000;

  /// So long an API server waits if nobody says otherwise. Whoever waits for the reader waits for
  /// ever.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Duration SOON = Duration.ofMinutes(2);

  private final JsonNode pod = Manifests.read(AbuseCase.refused().pod()).getFirst();

  private final Set<String> asked = new HashSet<>();

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void noVerdictWaitsForAReaderAndEachLineIsThereLaterOrCounted()
      throws IOException, InterruptedException {
    Folders.delete(FOLDER);
    Folders.create(FOLDER);
    Command.of("mkfifo", PIPE.toString()).run().orThrow();
    Launch intoPipe =
        Launch.bare()
            .with("-Xmx256m", "-Dcgrant.warm-up.requests=5")
            .after("exec > '" + PIPE + "'");
    // Whoever opens a pipe for both is not kept waiting, and is a reader that never reads.
    try (var held = new RandomAccessFile(PIPE.toFile(), "rw");
        var cgrant = new OfflineProcess(FOLDER.resolve("cgrant"), intoPipe)) {
      Duration slowest = refuseAll(cgrant);
      assertTrue(slowest.compareTo(LONGEST) < 0, () -> "a verdict took " + slowest);
      assertTrue(dropped(cgrant) > 0, "it was not stuck");
      assertTrue(cgrant.isReady());

      Process reader =
          new ProcessBuilder("cat", PIPE.toString()).redirectOutput(READ.toFile()).start();
      try {
        Wait.upTo(SOON)
            .until(
                () -> lines() + " lines and " + dropped(cgrant) + " dropped of " + REFUSALS,
                () -> lines() + dropped(cgrant) == REFUSALS);
        assertTrue(lines() > 0, "nothing was kept");
        cgrant.terminate();
        Wait.upTo(SOON).until("it has ended", () -> !cgrant.isAlive());
        held.close();
        Wait.upTo(SOON).until("all of the pipe is read", () -> !reader.isAlive());
      } finally {
        reader.destroy();
      }
    }
    List<String> told =
        DecisionLines.in(READ).stream().map(line -> line.path("uid").asText()).toList();
    assertEquals(told.size(), Set.copyOf(told).size(), "a line comes twice");
    assertTrue(asked.containsAll(told), "a line of what nobody asked");
  }

  /// @return how long the slowest took
  private Duration refuseAll(OfflineProcess cgrant) throws IOException, InterruptedException {
    long slowest = 0;
    try (KeptConnection connection = cgrant.connect()) {
      for (int i = 0; i < REFUSALS; i++) {
        long began = System.nanoTime();
        JsonNode answer = connection.ask("/validate", pod);
        slowest = Math.max(slowest, System.nanoTime() - began);
        assertEquals(403, answer.at("/status/code").asInt(), answer::toString);
        asked.add(answer.path("uid").asText());
      }
    }
    return Duration.ofNanos(slowest);
  }

  private static long dropped(OfflineProcess cgrant) {
    return (long) new ExposedSeries(cgrant.metricsText()).sum("cgrant_decision_log_dropped_total");
  }

  private static long lines() {
    return Folders.lines(READ).stream().filter(line -> line.startsWith("{\"time\":\"")).count();
  }
}
