// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.pod.PodView;
import io.cgrant.policy.Worlds;
import io.cgrant.trouble.Soon;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class EventRecorderTest {

  /// Whoever waits for it to write has all the time it takes.
  private static final EventRecorder.Farewell LONG =
      new EventRecorder.Farewell(Duration.ofMinutes(1), Duration.ofMinutes(1));

  KubernetesClient client;

  @Test
  void anEventReachesTheApiServer() {
    try (var patient = patient(client);
        var recorder =
            new EventRecorder(
                patient,
                TopOwners.nobody(),
                Worlds.CONTROLLERS,
                PolicySource.NONE,
                "cgrant-0",
                InstantSource.system())) {
      recorder.accept(Entries.refused("head-5d9-x"));
      await().until(() -> !events().isEmpty());
    }
    assertEquals("Refused", events().getFirst().getReason());
  }

  @Test
  void whatWaitsIsBoundedHoweverLongTheNamesOfAPodThatIsNotValidatedYet() {
    String megabyte = "n".repeat(1_000_000);
    Happening happening =
        Happening.of(
                Entries.refused(megabyte, megabyte, Optional.empty(), false), Worlds.CONTROLLERS)
            .orElseThrow();
    assertTrue(happening.toString().length() < 3_000);
  }

  /// Whatever stands above may have any name, too.
  @Test
  void noNameOfAStrangerIsWrittenAsItIs() {
    var store = new FakeEvents();
    var owner = new PodView.Owner("apps/v1", "ReplicaSet", "a\nb", "u\u0007");
    var above = new PodView.Owner("apps/v1", "Deploy\u001b[2J", "c\u202ed", "u");
    var owners = new TopOwners((namespace, of) -> Optional.of(above), Instant.EPOCH);
    try (var recorder =
        new EventRecorder(
            store, owners, Worlds.CONTROLLERS, PolicySource.NONE, "cgrant-0", Instant::now, LONG)) {
      recorder.accept(Entries.refused("p\u001b[1m", "detail", Optional.of(owner), false));
      // Whoever closes asks nobody who stands above.
      await().until(() -> !store.created.isEmpty());
    }
    String written = store.created.toString();
    assertTrue(written.contains("Deploy?[2J") && written.contains("a?b"), written);
    assertTrue(written.chars().noneMatch(c -> c < ' ' || c == 0x202e), written);
  }

  /// Nobody else would tell what comes later, and it would wait for ever.
  @Test
  void anErrorLosesOneEventAndCountsItAndTheNextOneIsTold() {
    var store =
        new FakeEvents() {
          @Override
          public synchronized Event create(Event event) {
            if (event.toString().contains("too deep")) {
              throw new StackOverflowError("of the store");
            }
            return super.create(event);
          }
        };
    assertOneIsLost(recorder(store, LONG), store);
  }

  @Test
  void anErrorOfWhoKnowsTheOwnersLosesOneEventToo() {
    var store = new FakeEvents();
    var owners =
        new TopOwners(
            (namespace, owner) -> {
              throw new StackOverflowError("of the owners");
            },
            Instant.EPOCH);
    assertOneIsLost(
        new EventRecorder(
            store,
            owners,
            Worlds.CONTROLLERS,
            PolicySource.NONE,
            "cgrant-0",
            InstantSource.system(),
            LONG),
        store);
  }

  private static void assertOneIsLost(EventRecorder recorder, FakeEvents store) {
    try (recorder) {
      var owner = Optional.of(Entries.REPLICA_SET);
      recorder.accept(Entries.refused("head-1", "too deep", owner, false));
      await().until(() -> recorder.tally().drops().count(Drops.Cause.ApiServer) == 1);
      recorder.accept(Entries.refused("head-2", "detail", Optional.empty(), false));
      await().until(() -> store.created.size() == 1);
    }
    assertEquals(0, recorder.waiting());
    assertEquals(1, recorder.tally().written());
  }

  @Test
  void closingWritesWhatIsWaiting() {
    KubernetesClient patient = patient(client);
    var recorder = recorder(EventStore.of(patient), LONG);
    for (int i = 0; i < 20; i++) {
      recorder.accept(Entries.refused("head-" + i, "detail " + i, Optional.empty(), false));
    }
    recorder.close();
    patient.close();
    assertEquals(20, recorder.tally().written());
    assertEquals(20, events().size());
    assertEquals(0, recorder.tally().drops().count(Drops.Cause.Closed));
  }

  @Test
  void whatArrivesALittleTooLateIsNotCountedAsLost() throws InterruptedException {
    var reached = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    var slow =
        new FakeEvents() {
          @Override
          public synchronized Event create(Event event) {
            reached.countDown();
            Event made = super.create(event);
            awaitQuietly(answered);
            return made;
          }
        };
    var recorder = recorder(slow, new EventRecorder.Farewell(Duration.ZERO, Duration.ofMinutes(1)));
    recorder.accept(Entries.refused("first"));
    reached.await();
    recorder.accept(Entries.refused("second", "another", Optional.empty(), false));
    Thread closing = Thread.ofPlatform().start(recorder::close);
    // The last call is over, and it waits for what is on its way.
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    answered.countDown();
    closing.join();
    assertEquals(1, slow.created.size());
    assertEquals(1, recorder.tally().written());
    assertEquals(1, recorder.tally().drops().count(Drops.Cause.Closed));
    assertEquals(0, recorder.waiting());
  }

  @Test
  void anApiServerThatHangsHoldsNeitherAVerdictNorTheEnd() throws InterruptedException {
    var stuck = new Stuck();
    var recorder = recorder(stuck, EventRecorder.FAREWELL);
    recorder.accept(Entries.refused("first"));
    stuck.reached.await();
    Soon.within(
        Duration.ofSeconds(2),
        () -> {
          for (int i = 0; i < 3_000; i++) {
            recorder.accept(Entries.refused("head-" + i, "d" + i, Optional.empty(), false));
          }
        });
    recorder.tell(new PolicyNews.Invalid("ray", "uid-ray", "spec.match is missing"));
    assertEquals(2_000, recorder.tally().drops().count(Drops.Cause.QueueFull));
    Soon.within(Duration.ofSeconds(6), recorder::close);
    assertTrue(recorder.tally().drops().count(Drops.Cause.Closed) >= 990);
    recorder.accept(Entries.refused("late"));
  }

  /// Whether somebody writes meanwhile or not.
  @Test
  void aControllerThatTriesAgainAndAgainFillsNoQueue() throws InterruptedException {
    var stuck = new Stuck();
    var recorder = recorder(stuck, EventRecorder.FAREWELL);
    recorder.accept(Entries.refused("first"));
    stuck.reached.await();
    for (int i = 0; i < 10_000; i++) {
      recorder.accept(Entries.refused("head-" + i));
    }
    assertEquals(0, recorder.tally().drops().count(Drops.Cause.QueueFull));
    assertEquals(10_001, recorder.waiting());
    recorder.close();
    // Who was interrupted may need a moment to hear of it.
    await().until(() -> recorder.waiting() == 0);
    assertEquals(10_000, recorder.tally().drops().count(Drops.Cause.Closed));
    assertEquals(1, recorder.tally().drops().count(Drops.Cause.ApiServer));
  }

  private List<Event> events() {
    return client.resources(Event.class).inNamespace("ml-prod").list().getItems();
  }

  /// An Event is lost to a connection that takes five seconds, as the client of these tests has it.
  private static KubernetesClient patient(KubernetesClient client) {
    var config = new ConfigBuilder(client.getConfiguration());
    return new KubernetesClientBuilder()
        .withConfig(config.withConnectionTimeout(60_000).withRequestTimeout(60_000).build())
        .build();
  }

  private static EventRecorder recorder(EventStore store, EventRecorder.Farewell farewell) {
    return new EventRecorder(
        store,
        TopOwners.nobody(),
        Worlds.CONTROLLERS,
        PolicySource.NONE,
        "cgrant-0",
        InstantSource.system(),
        farewell);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Stuck extends FakeEvents {
    private final CountDownLatch reached = new CountDownLatch(1);

    @Override
    public Event create(Event event) {
      reached.countDown();
      awaitQuietly(new CountDownLatch(1));
      return event;
    }
  }
}
