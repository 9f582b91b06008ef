// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {

  private final Moving clock = new Moving();
  private boolean connected = true;
  private boolean answers = true;
  private int version = 1;
  private long changes;
  private final Freshness freshness =
      new Freshness(
          clock,
          () -> answers,
          List.of(
              new Freshness.Watch(
                  () -> connected, () -> Integer.toString(version), () -> changes)));

  @Test
  void aQuietClusterDoesNotLookOld() {
    pass(Duration.ofHours(1));
    assertEquals(Duration.ZERO, freshness.age());
  }

  @Test
  void agesWhileTheWatchIsDownAlthoughTheApiServerAnswers() {
    pass(Duration.ofSeconds(10));
    connected = false;
    pass(Duration.ofSeconds(40));
    assertEquals(Duration.ofSeconds(40), freshness.age());
    assertTrue(freshness.isStale());
  }

  @Test
  void agesWhileTheApiServerDoesNotAnswerAlthoughTheWatchSeemsConnected() {
    pass(Duration.ofSeconds(10));
    answers = false;
    pass(Duration.ofSeconds(20));
    assertEquals(Duration.ofSeconds(20), freshness.age());
    assertFalse(freshness.isStale());
  }

  @Test
  void anEventProvesTheWatchAliveWhateverTheReadSays() {
    answers = false;
    pass(Duration.ofSeconds(50));
    version++;
    changes++;
    pass(Duration.ofSeconds(5));
    assertEquals(Duration.ZERO, freshness.age());
  }

  @Test
  void aWatchThatGotBookmarksAndFallsSilentIsNotBelieved() {
    for (int i = 0; i < 3; i++) {
      version++;
      pass(Duration.ofMinutes(1));
    }
    pass(Duration.ofMinutes(10));
    assertTrue(freshness.isStale());
    connected = false;
    pass(Duration.ofSeconds(5));
    connected = true;
    pass(Duration.ofSeconds(5));
    assertFalse(freshness.isStale());
  }

  @Test
  void nothingIsSaidOfALastSnapshotWhereThereIsNone() {
    var age = Duration.ofMinutes(1);
    assertEquals(
        Optional.of("the cluster has not been read yet; pods that ask are refused"),
        new SnapshotHealth(false, age, true).problem());
    assertEquals(
        Optional.of("the cluster cannot be watched; decisions rest on the last snapshot"),
        new SnapshotHealth(true, age, true).problem());
    assertEquals(Optional.empty(), new SnapshotHealth(true, age, false).problem());
  }

  private void pass(Duration time) {
    for (long i = 0; i < time.toSeconds(); i += 5) {
      clock.by(Duration.ofSeconds(5));
      freshness.observe();
    }
  }
}
