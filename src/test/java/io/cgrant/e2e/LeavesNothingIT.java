// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Rehearsals and repetitions.
@ExtendWith(StandExtension.class)
final class LeavesNothingIT {

  @Test
  void aDryRunIsAnsweredAsUsualAndLeavesNoEvent(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      Reply granted = stage.developer().rehearse(world.pod("rehearsed")).orThrow();
      assertEquals("false", Field.text(granted.body(), "spec.hostUsers"));
      stage.admin().delete(world.policy()).orThrow();
      Wait.upTo(Duration.ofSeconds(60))
          .until(
              "it is refused",
              () -> stage.developer().rehearse(world.pod("rehearsed")).code() == 403);

      // Events come in order: once this one is there, the others would be too.
      assertFalse(stage.create(world.pod("real")).accepted());
      Wait.upTo(Duration.ofSeconds(60))
          .until("an Event", () -> !stage.events(world.namespace()).about("Pod/real").isEmpty());
      assertEquals(List.of(), stage.events(world.namespace()).about("Pod/rehearsed"));
    }
  }

  @Test
  void aSecondCallOnItsOwnOutputGivesNoPatch(Stand stand) {
    var world = new World(stand.newId());
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      var review = new Review(stand.cgrant());
      JsonNode first = review.ask("/mutate", world.pod("worker"));
      assertTrue(first.has("patch"), first::toString);
      JsonNode second = review.ask("/mutate", Review.patched(world.pod("worker"), first));
      assertTrue(second.path("allowed").asBoolean(), second::toString);
      assertFalse(second.has("patch"), second::toString);
    }
  }
}
