// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.rerun.FailsForGood;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A hundred thousand bodies that nobody should send, at all four doors of a server of its own: an
/// answer to each, a clean log and no more memory at the end than at half time.
///
/// `-Dcgrant.hostile.bodies=` says how many.
@FailsForGood
final class HostileBodiesIT {

  private static final int BODIES = Integer.getInteger("cgrant.hostile.bodies", 100_000);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int SENDERS = 8;

  /// More than the noise of a heap that is not full; less than a byte for each body would be.
  private static final long MOST_GROWTH_KIB = 48 * 1024;

  /// Policies are read a few at a time, and whoever comes then is told to come again.
  private static final int BUSY = 429;

  private final HostileSeeds seeds = new HostileSeeds();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final ConcurrentSkipListMap<String, Integer> answers = new ConcurrentSkipListMap<>();

  @Test
  void answersEachAndKeepsNothing() throws Exception {
    try (var cgrant = new OfflineProcess(Path.of("target/hostile"))) {
      send(cgrant, BODIES / 2, 1);
      long half = cgrant.resident();
      send(cgrant, BODIES / 2, 2);
      long end = cgrant.resident();
      System.out.println(
          BODIES + " hostile bodies: " + half + " KiB, then " + end + " KiB; " + answers);
      assertEquals(List.of(), wrong.stream().limit(10).toList());
      assertTrue(end - half < MOST_GROWTH_KIB, half + " KiB at half time, " + end + " at the end");
      assertEquals(List.of(), exceptions(cgrant.log()));
      HostileSeeds.DOORS.forEach(this::assertReached);
    }
  }

  /// Not only turned away at each.
  private void assertReached(String door) {
    for (String answer : List.of(" 200", " 400")) {
      int many = answers.getOrDefault(door + answer, 0);
      assertTrue(many > BODIES / 100, () -> door + answer + " only " + many + " times");
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
                String door = HostileSeeds.DOORS.get(random.nextInt(HostileSeeds.DOORS.size()));
                byte[] body = bent(seeds.any(door, random).clone(), random);
                judge(door, cgrant.post(door, body), body);
              }
            });
      }
    }
    assertTrue(left.get() <= 0, left.get() + " bodies were not sent in " + LONGEST);
  }

  private void judge(String door, HttpResponse<byte[]> response, byte[] body) {
    answers.merge(door + " " + response.statusCode(), 1, Integer::sum);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    boolean fine =
        switch (response.statusCode()) {
          case 200 -> text.contains("\"allowed\":");
          case 400, 413 -> true;
          case BUSY -> door.equals(HostileSeeds.POLICY);
          default -> false;
        };
    if (!fine) {
      wrong.add(door + ": " + response.statusCode() + " " + text + " for " + Arrays.toString(body));
    }
  }

  /// A seed, cut, doubled in part or with some bytes changed.
  private static byte[] bent(byte[] seed, RandomGenerator random) {
    byte[] body = seed;
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
