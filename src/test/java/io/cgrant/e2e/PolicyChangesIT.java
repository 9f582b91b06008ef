// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A policy is changed, broken, mended and deleted while pods run.
@ExtendWith(StandExtension.class)
final class PolicyChangesIT {

  private static final Duration BOUND = Duration.ofSeconds(1);

  /// A machine with other work may be late, and is not late each time.
  private static final int TRIES = 5;

  private static final Duration LONGEST = Duration.ofSeconds(90);

  /// Of a policy there is one write in ten seconds; and who has just started has to lead first.
  private static final Duration TOLD = Duration.ofSeconds(90);

  /// The schema knows how long a key may be, not how it is written.
  private static final String BROKEN =
      "{\"spec\":{\"match\":{\"namespaceSelector\":{\"matchLabels\":{\"no key!\":\"x\"}}}}}";

  private static final String MENDED =
      "{\"spec\":{\"match\":{\"namespaceSelector\":{\"matchLabels\":{\"no key!\":null}}}}}";
  private static final String WIDENED =
      "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"2\"}}}}}";

  private static final String NARROWED =
      "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"100m\"}}}}}";

  @Test
  void aChangeCountsWithinASecondAndRunningPodsKeepWhatTheyHave(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.create(world.pod("running")).orThrow();
      String before = fingerprint(stage, world);

      promptly(
          "narrowed",
          () -> stage.admin().merge(world.policy(), NARROWED).orThrow(),
          () -> message(stage, world).contains("LimitAboveMax"),
          () -> stage.admin().merge(world.policy(), WIDENED).orThrow(),
          () -> stage.developer().rehearse(world.pod("next")).accepted());
      saysStatus(stage, world, generation(stage, world), "True", "");

      assertEquals(before, fingerprint(stage, world));
      assertTrue(touch(stage, world).accepted(), "a pod that runs can still be labelled");
    }
  }

  @Test
  void aPolicyThatMakesNoSenseIsRefusedWhenItIsWrittenAndCountsAsItWas(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      Reply refused = stage.admin().merge(world.policy(), BROKEN);
      assertEquals(422, refused.code(), refused::message);
      assertTrue(
          refused.message().contains("- spec.match.namespaceSelector.matchLabels"),
          refused::message);
      stage.developer().rehearse(world.pod("next")).orThrow();
    }
  }

  /// As one that an older cgrant understood. The API server asks nobody while cgrant is away.
  @Test
  void aStoredPolicyThatMakesNoSenseGrantsNothingAndItsStatusSaysWhy(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.create(world.pod("running")).orThrow();
      String before = fingerprint(stage, world);

      stand.cgrant().close();
      try {
        stage.admin().merge(world.policy(), BROKEN).orThrow();
      } finally {
        stand.cgrant().start();
      }
      says("broken", () -> message(stage, world).contains("NoPolicy"));
      saysStatus(stage, world, 2, "False", "spec.match.namespaceSelector.matchLabels");
      assertEquals(before, fingerprint(stage, world));
      stage.admin().merge(world.policy(), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").orThrow();

      stage.admin().merge(world.policy(), MENDED).orThrow();
      says("mended", () -> stage.developer().rehearse(world.pod("next")).accepted());
      saysStatus(stage, world, 3, "True", "");
    }
  }

  @Test
  void aDeletedPolicyGrantsNothing(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.create(world.pod("running")).orThrow();
      String before = fingerprint(stage, world);

      promptly(
          "deleted",
          () -> stage.admin().delete(world.policy()).orThrow(),
          () -> message(stage, world).contains("NoPolicy"),
          () -> stage.admin().create(world.policy()).orThrow(),
          () -> stage.developer().rehearse(world.pod("next")).accepted());
      assertEquals(before, fingerprint(stage, world));
      assertTrue(touch(stage, world).accepted(), "a pod that runs can still be labelled");
      assertTrue(stage.developer().delete(world.pod("running")).accepted());
    }
  }

  @Test
  void nonsenseTheSchemaCanSeeIsRefusedWhenItIsWritten(Stand stand) {
    var world = new World(stand.newId());
    Api admin = stand.as(Cluster.User.Admin);
    ObjectNode policy = world.policy().deepCopy();
    ((ObjectNode) policy.at("/spec/require/limits/max")).put("cpu", "-1");
    Reply reply = admin.create(policy);
    assertFalse(reply.accepted());
    assertTrue(reply.message().contains("spec.require.limits.max"), reply::message);
    assertTrue(reply.message().contains("quantity above zero"), reply::message);
  }

  private static String message(Stage stage, World world) {
    return stage.developer().rehearse(world.pod("next")).message();
  }

  /// @return how long it took
  private static Duration says(String what, BooleanSupplier holds) {
    Duration took = Wait.upTo(LONGEST).until("a " + what + " policy counts", holds);
    ClusterChoice.say("a " + what + " policy counted after " + took.toMillis() + " ms");
    return took;
  }

  /// Ends with the change, which has counted within the bound then.
  private static void promptly(
      String what,
      Runnable change,
      BooleanSupplier isChanged,
      Runnable back,
      BooleanSupplier isBack) {
    var late = new ArrayList<Duration>();
    while (late.size() < TRIES) {
      change.run();
      Duration took = says(what, isChanged);
      if (took.compareTo(BOUND) <= 0) {
        return;
      }
      late.add(took);
      back.run();
      says("former", isBack);
    }
    throw new AssertionError("a " + what + " policy never counted within a second: " + late);
  }

  private static long generation(Stage stage, World world) {
    return stage.stored(world.policy()).orThrow().body().at("/metadata/generation").asLong();
  }

  private static void saysStatus(
      Stage stage, World world, long generation, String ready, String message) {
    Wait.upTo(TOLD)
        .until(
            () -> "status of " + stage.stored(world.policy()).body(),
            () -> {
              JsonNode stored = stage.stored(world.policy()).body();
              var status = PolicyStatus.of(stored);
              return stored.at("/status/observedGeneration").asLong() == generation
                  && status.ready().equals(ready)
                  && status.message().contains(message);
            });
  }

  /// Changes with every write.
  private static String fingerprint(Stage stage, World world) {
    return stage
        .stored(world.pod("running"))
        .orThrow()
        .body()
        .at("/metadata/resourceVersion")
        .asText();
  }

  private static Reply touch(Stage stage, World world) {
    return stage
        .developer()
        .merge(world.pod("running"), "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
  }
}
