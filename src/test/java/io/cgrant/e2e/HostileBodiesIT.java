// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A hundred thousand bodies that nobody should send, at a server of its own: an answer to each, a
/// clean log and no more memory at the end than at half time.
///
/// `-Dcgrant.hostile.bodies=` says how many.
final class HostileBodiesIT {

  private static final int BODIES = Integer.getInteger("cgrant.hostile.bodies", 100_000);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int SENDERS = 8;
  private static final int LARGEST = 200_000;

  /// More than the noise of a heap that is not full; less than a byte for each body would be.
  private static final long MOST_GROWTH_KIB = 48 * 1024;

  private final List<byte[]> seeds = seeds();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  @Test
  void answersEachAndKeepsNothing() throws Exception {
    try (var cgrant = new OfflineProcess(Path.of("target/hostile"))) {
      send(cgrant, BODIES / 2, 1);
      long half = cgrant.resident();
      send(cgrant, BODIES / 2, 2);
      long end = cgrant.resident();
      System.out.println(BODIES + " hostile bodies: " + half + " KiB, then " + end + " KiB");
      assertEquals(List.of(), wrong.stream().limit(10).toList());
      assertTrue(end - half < MOST_GROWTH_KIB, half + " KiB at half time, " + end + " at the end");
      assertEquals(List.of(), exceptions(cgrant.log()));
    }
  }

  private void send(OfflineProcess cgrant, int bodies, long seed) throws InterruptedException {
    var left = new AtomicInteger(bodies);
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try (var senders = Executors.newFixedThreadPool(SENDERS)) {
      for (int i = 0; i < SENDERS; i++) {
        RandomGenerator random = new SplittableRandom(seed * 31 + i);
        senders.execute(
            () -> {
              while (left.getAndDecrement() > 0 && System.nanoTime() < deadline) {
                String path = random.nextBoolean() ? "/mutate" : "/validate";
                byte[] body = bent(random);
                judge(cgrant.post(path, body), body);
              }
            });
      }
    }
    assertTrue(left.get() <= 0, left.get() + " bodies were not sent in " + LONGEST);
  }

  private void judge(HttpResponse<byte[]> response, byte[] body) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    boolean fine =
        switch (response.statusCode()) {
          case 200 -> text.contains("\"allowed\":");
          case 400, 413 -> true;
          default -> false;
        };
    if (!fine) {
      wrong.add(response.statusCode() + " " + text + " for " + Arrays.toString(body));
    }
  }

  /// A known attack, cut, doubled in part or with some bytes changed.
  private byte[] bent(RandomGenerator random) {
    byte[] body = seeds.get(random.nextInt(seeds.size())).clone();
    if (body.length == 0) {
      return body;
    }
    int bends = random.nextInt(4);
    for (int i = 0; i < bends; i++) {
      int at = random.nextInt(body.length);
      switch (random.nextInt(4)) {
        case 0 -> body[at] = (byte) random.nextInt(256);
        case 1 -> body[at] = (byte) "{}[]\",:0\\u".charAt(random.nextInt(10));
        case 2 -> body = Arrays.copyOf(body, Math.max(1, at));
        default -> {
          int length = Math.min(body.length - at, random.nextInt(1, 64));
          byte[] longer = Arrays.copyOf(body, body.length + length);
          System.arraycopy(body, at, longer, at + length, body.length - at);
          body = longer;
        }
      }
    }
    return body;
  }

  private static List<byte[]> seeds() {
    var seeds = new ArrayList<byte[]>();
    AbuseCase.all().map(AbuseCase::body).filter(b -> b.length < LARGEST).forEach(seeds::add);
    return seeds;
  }

  private static List<String> exceptions(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(
            l ->
                l.contains("Exception")
                    || l.contains(" ERROR ")
                    || l.contains("OutOfMemory")
                    || l.startsWith("\tat "))
        .limit(5)
        .toList();
  }
}
