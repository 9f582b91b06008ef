// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.admission.AuditEntry;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.Worlds;
import io.cgrant.trouble.Soon;
import io.cgrant.trouble.TroubledServer;
import io.cgrant.trouble.TroubledServer.Fault;
import io.cgrant.trouble.TroubledServer.Reply;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An API server in trouble. Whatever it does, nobody waits for it, and what there was to tell is
/// what was written, merged and dropped, and so it is on policies.
class EventFaultsTest {

  private static final int MANY = 3_000;

  /// For all of them. A verdict that waited for the API server once would take longer.
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  /// For who is written to in the end, however busy the machine is.
  private static final EventRecorder.Farewell LONG =
      new EventRecorder.Farewell(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final FakeEvents events = new FakeEvents();
  private TroubledServer server;
  private EventRecorder recorder;

  @BeforeEach
  void start() {
    server = new TroubledServer(this::store);
    begin(LONG);
  }

  private void begin(EventRecorder.Farewell farewell) {
    recorder =
        new EventRecorder(
            EventStore.of(server.client()),
            TopOwners.nobody(),
            Worlds.CONTROLLERS,
            policy -> Optional.of("uid-" + policy),
            "cgrant-0",
            InstantSource.system(),
            farewell);
  }

  /// Another in place of the first.
  private void beginAsUsual() {
    recorder.close();
    begin(EventRecorder.FAREWELL);
  }

  @AfterEach
  void stop() {
    recorder.close();
    server.close();
  }

  private Reply store(String method, URI target, String body) {
    Event event = Serialization.unmarshal(body, Event.class);
    try {
      Event made = method.equals("POST") ? events.create(event) : events.patch(event);
      return new Reply(200, Serialization.asJson(made));
    } catch (KubernetesClientException e) {
      return Reply.status(e.getCode());
    }
  }

  @Test
  void oneThatIsWellAccountsForAllOfThem() {
    tell("head-0");
    await().until(() -> ofPods().size() == 1);
    tell("head-0");
    tellAll();
    recorder.close();
    assertAccounted(MANY + 2);
    assertTrue(recorder.tally().merged() > 0, "the second time is a repetition of the first");
    assertTrue(drops(Drops.Cause.TooMany) > 0, "of so many different ones few may be written");
  }

  @Test
  void oneThatAsksToComeBackLaterLosesWhatItCounts() {
    server.has(Fault.TooManyRequests);
    tellAll();
    await().until(() -> server.asked() >= 2);
    server.has(Fault.None);
    await().until(() -> !ofPods().isEmpty());
    recorder.close();
    assertAccounted(MANY);
  }

  @Test
  void oneThatFailsLosesWhatItCounts() {
    server.has(Fault.ServerError);
    tellAll();
    await().until(() -> drops(Drops.Cause.ApiServer) > 0);
    server.has(Fault.None);
    recorder.close();
    assertAccounted(MANY);
  }

  /// It cannot be told from one that fails. What it took is counted once all the same.
  @Test
  void oneThatTakesThemAndFailsToSaySoLosesNothing() {
    server.has(Fault.TakesAndFails);
    tell("head");
    await().until(() -> recorder.tally().written() == 1);
    for (int i = 0; i < 100; i++) {
      tell("head");
    }
    await().until(() -> recorder.waiting() == recorder.tally().unsaid());
    recorder.close();
    assertEquals(1, recorder.tally().written());
    assertEquals(100, recorder.tally().merged());
    assertEquals(2 * 101, events.total(), "on the ReplicaSet and on the policy");
    assertAccounted(101);
  }

  @Test
  void oneThatHangsHoldsNobodyAndLosesWhatItCounts() {
    beginAsUsual();
    server.has(Fault.Hangs);
    tellAll();
    await().until(() -> server.asked() == 1);
    assertTrue(drops(Drops.Cause.QueueFull) >= MANY - 1_001, "the queue is full");
    Soon.within(Duration.ofSeconds(6), recorder::close);
    assertAccounted(MANY);
    assertEquals(0, recorder.tally().written());
  }

  @Test
  void countsThatItDoesNotTakeAreLostAndCounted() {
    beginAsUsual();
    tell("head");
    await().until(() -> ofPods().size() == 1);
    server.has(Fault.ServerError);
    for (int i = 0; i < 100; i++) {
      tell("head");
    }
    await().until(() -> recorder.waiting() == recorder.tally().unsaid());
    assertEquals(100, recorder.waiting());
    recorder.close();
    assertEquals(1, recorder.tally().written());
    assertEquals(0, recorder.tally().merged());
    assertAccounted(101);
  }

  private void tellAll() {
    Soon.within(
        AT_ONCE,
        () -> {
          for (int i = 0; i < MANY; i++) {
            tell("head-" + i);
          }
        });
  }

  private void tell(String pod) {
    AuditEntry entry = Entries.refused(pod, "set a limit", Optional.empty(), false);
    recorder.accept(entry);
  }

  private long drops(Drops.Cause cause) {
    return recorder.tally().drops().count(cause);
  }

  private List<Event> ofPods() {
    return events.stored().stream()
        .filter(event -> event.getMetadata().getNamespace().equals("ml-prod"))
        .toList();
  }

  /// Who was interrupted may need a moment to hear of it. Each is told on one policy, too.
  private void assertAccounted(int told) {
    await().until(() -> recorder.waiting() == 0 && recorder.waitingOnPolicies() == 0);
    assertEquals(told, sum(recorder.tally()));
    assertEquals(told, sum(recorder.policyTally()), "on policies");
  }

  private static long sum(EventTally tally) {
    long sum = 0;
    for (EventTally.Outcome outcome : EventTally.Outcome.values()) {
      sum += tally.count(outcome);
    }
    for (Drops.Cause cause : Drops.Cause.values()) {
      sum += tally.drops().count(cause);
    }
    return sum;
  }
}
