// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.audit.Entries;
import io.cgrant.audit.EventRecorder;
import io.cgrant.audit.PolicySource;
import io.cgrant.e2e.Cluster.User;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.Worlds;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two replicas that tell a real API server of the same thing, with the rights that cgrant has.
@ExtendWith(StandExtension.class)
final class SharedEventsIT {

  private static final int EACH = 5_000;

  @Test
  void whatTwoReplicasRefuseIsOneEventThatCountsAll(Stand stand) throws InterruptedException {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand);
        KubernetesClient client = client(stand)) {
      stage.given(world.given());
      warmUp(client, "elsewhere-" + world.id());
      List<EventRecorder> both = List.of(recorder(client, "one"), recorder(client, "two"));
      List<Thread> threads =
          both.stream().map(r -> Thread.ofPlatform().start(() -> tellAndEnd(r, world))).toList();
      for (Thread thread : threads) {
        assertTrue(thread.join(Duration.ofMinutes(5)));
      }
      long written = both.stream().mapToLong(r -> r.tally().written()).sum();
      long merged = both.stream().mapToLong(r -> r.tally().merged()).sum();
      assertEquals(0, both.stream().mapToLong(SharedEventsIT::dropped).sum());
      assertEquals(1, written);
      assertEquals(2 * EACH - 1, merged);
      assertEquals(2 * EACH, count(stage, world));

      // One that starts again knows nothing of what it told before.
      EventRecorder again = recorder(client, "one");
      again.accept(Entries.refusedIn(world.namespace()));
      again.close();
      assertEquals(0, again.tally().written());
      assertEquals(2 * EACH + 1, count(stage, world));
    }
  }

  /// Who ends has a few seconds, and the first request of a client takes some of them on a busy
  /// machine.
  private static void warmUp(KubernetesClient client, String nowhere) {
    EventRecorder first = recorder(client, "first");
    first.accept(Entries.refusedIn(nowhere));
    Wait.upTo(Duration.ofMinutes(1))
        .until(
            "the API server has answered",
            () -> first.waiting() == 0 && dropped(first) + first.tally().written() == 1);
    first.close();
  }

  private static void tellAndEnd(EventRecorder recorder, World world) {
    for (int i = 0; i < EACH; i++) {
      recorder.accept(Entries.refusedIn(world.namespace()));
    }
    recorder.close();
  }

  private static int count(Stage stage, World world) {
    List<JsonNode> events = stage.events(world.namespace()).all();
    assertEquals(1, events.size(), events::toString);
    return events.getFirst().at("/series/count").asInt();
  }

  private static long dropped(EventRecorder recorder) {
    long dropped = 0;
    for (Drops.Cause cause : Drops.Cause.values()) {
      dropped += recorder.tally().drops().count(cause);
    }
    return dropped;
  }

  private static EventRecorder recorder(KubernetesClient client, String instance) {
    return new EventRecorder(
        client,
        TopOwners.nobody(),
        Worlds.CONTROLLERS,
        PolicySource.NONE,
        instance,
        InstantSource.system());
  }

  private static KubernetesClient client(Stand stand) {
    Config config = Config.fromKubeconfig(stand.cluster().kubeconfig(User.Cgrant).toFile());
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
