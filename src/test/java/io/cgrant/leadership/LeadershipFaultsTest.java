// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.leadership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.rerun.FailsForGood;
import io.cgrant.trouble.Soon;
import io.cgrant.trouble.StoredObjects;
import io.cgrant.trouble.TroubledServer;
import io.cgrant.trouble.TroubledServer.Fault;
import io.cgrant.trouble.TroubledServer.Reply;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An API server in trouble. Two never lead at once, whoever led is soon no longer sure of it, and
/// once it is well somebody leads again.
@FailsForGood
class LeadershipFaultsTest {

  private static final String NAMESPACE = "cgrant";
  private static final String NAME = "cgrant-leader";
  private static final List<Fault> AT_ONCE =
      List.of(
          Fault.None, Fault.None, Fault.TooManyRequests, Fault.ServerError, Fault.TakesAndFails);
  private static final int STEPS = 1_000;
  private static final int SLOW_SECONDS = 12;

  private final StoredObjects leases = new StoredObjects();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
  private final Random random = new Random();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile List<Leadership> replicas = List.of();
  private volatile boolean isSlow = true;

  /// Each answer may take its time, before the write and after it, and meanwhile others look.
  @Test
  void twoNeverLeadAtOnce() throws Exception {
    int withLeader = 0;
    try (var server = new TroubledServer(this::slow);
        var client = server.clientThatTriesOnce();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      replicas = Stream.of("one", "two", "three").map(id -> replica(client, id)).toList();
      var gains = new AtomicInteger();
      replicas.forEach(each -> each.whenGained(gains::incrementAndGet));
      for (int i = 0; i < STEPS; i++) {
        server.has(AT_ONCE.get(random.nextInt(AT_ONCE.size())));
        var passes =
            replicas.stream()
                .filter(each -> random.nextInt(2) > 0)
                .map(each -> threads.submit(() -> tryPass(each)))
                .toList();
        for (var pass : passes) {
          pass.get();
        }
        count();
        withLeader += replicas.stream().anyMatch(Leadership::leads) ? 1 : 0;
        passes(Duration.ofSeconds(random.nextInt(4)));
      }
      assertEquals(1, mostAtOnce.get());
      assertTrue(withLeader > STEPS / 20, "somebody led in " + withLeader + " of " + STEPS);
      assertTrue(gains.get() > 5, gains + " began to lead");
      assertOneLeadsWithoutTrouble(server);
    }
  }

  private void assertOneLeadsWithoutTrouble(TroubledServer server) {
    server.has(Fault.None);
    isSlow = false;
    for (int i = 0; i < 2 * Leadership.LASTING.toSeconds(); i++) {
      replicas.forEach(LeadershipFaultsTest::tryPass);
      passes(Duration.ofSeconds(1));
    }
    assertEquals(1, replicas.stream().filter(Leadership::leads).count());
  }

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError", "TakesAndFails", "Hangs"})
  void whoLeadsIsSoonNoLongerSureAndLeadsAgainOnceItIsOver(Fault fault) {
    try (var server = new TroubledServer(leases);
        var client = server.impatientClient();
        var one = replica(client, "one")) {
      var gains = new AtomicInteger();
      one.whenGained(gains::incrementAndGet);
      one.start();
      await().until(one::leads);
      server.has(fault);
      passes(Leadership.SURE_FOR.minusMillis(1));
      assertTrue(one.leads());
      passes(Duration.ofMillis(1));
      assertFalse(one.leads());
      int before = server.asked();
      await().until(() -> server.asked() > before);
      assertFalse(one.leads());
      server.has(Fault.None);
      // It leads a moment before anybody is told.
      await().until(() -> one.leads() && gains.get() > 1);
      assertEquals(2, gains.get());
    }
  }

  @Test
  void theEndBetweenTwoLooksDoesNotWaitForOneThatHangs() {
    try (var server = new TroubledServer(leases);
        var one = replica(server.client(), "one")) {
      one.start();
      await().until(one::leads);
      server.has(Fault.Hangs);
      Soon.within(Duration.ofSeconds(4), one::close);
      assertFalse(one.leads());
    }
  }

  @Test
  void theEndWhileItLooksDoesNotWaitForOneThatHangs() {
    try (var server = new TroubledServer(leases);
        var one = replica(server.client(), "one")) {
      one.start();
      await().until(one::leads);
      server.has(Fault.Hangs);
      int before = server.asked();
      await().until(() -> server.asked() > before);
      Soon.within(Duration.ofSeconds(4), one::close);
      assertFalse(one.leads());
    }
  }

  private Reply slow(String method, URI target, String body) {
    takesItsTime();
    Reply reply = leases.answer(method, target, body);
    takesItsTime();
    return reply;
  }

  private void takesItsTime() {
    if (isSlow && random.nextInt(6) == 0) {
      passes(Duration.ofSeconds(random.nextInt(SLOW_SECONDS)));
    }
    count();
  }

  /// Those who lead at one moment: while time passes, one may end and another begin.
  private void count() {
    Instant before = now.get();
    int leading = (int) replicas.stream().filter(Leadership::leads).count();
    if (now.get().equals(before)) {
      mostAtOnce.accumulateAndGet(leading, Math::max);
    }
  }

  private void passes(Duration time) {
    now.updateAndGet(moment -> moment.plus(time));
  }

  private static void tryPass(Leadership replica) {
    try {
      replica.pass();
    } catch (KubernetesClientException e) {
      // The next pass tries again.
      Thread.onSpinWait();
    }
  }

  private Leadership replica(KubernetesClient client, String identity) {
    return new Leadership(
        new ApiServerLeaseStore(client, NAMESPACE, NAME, now::get), identity, now::get);
  }
}
