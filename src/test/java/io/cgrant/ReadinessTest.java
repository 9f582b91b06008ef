// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadinessTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # warm | synced | certificate | is
          false  | false  | false       | DOWN
          false  | false  | true        | DOWN
          false  | true   | false       | DOWN
          false  | true   | true        | DOWN
          true   | false  | false       | DOWN
          true   | false  | true        | DOWN
          true   | true   | false       | DOWN
          true   | true   | true        | UP
          """)
  void isReadyOnlyWithAllThreeAndSaysWhichIsMissing(
      boolean warm, boolean synced, boolean certificate, HealthCheckResponse.Status status) {
    var state = new Backend.State(synced, Duration.ofMillis(2900), List.of());
    HealthCheckResponse response = new Readiness(() -> warm, () -> state, () -> certificate).call();
    assertEquals(status, response.getStatus());
    assertEquals("webhook", response.getName());
    assertEquals(
        Map.of(
            "warm", warm, "synced", synced, "certificate", certificate, "snapshotAgeSeconds", 2L),
        response.getData().orElseThrow());
  }

  @Test
  void anOldSnapshotIsSaidAndIsNoReasonToBeUnready() {
    HealthCheckResponse response = of(Duration.ofDays(1), List.of());
    assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
    assertEquals(86400L, response.getData().orElseThrow().get("snapshotAgeSeconds"));
    assertFalse(response.getData().orElseThrow().containsKey("problem"));
  }

  /// The first: each is in the log.
  @Test
  void oneProblemIsSaidAndIsNoReasonToBeUnready() {
    HealthCheckResponse response = of(Duration.ZERO, List.of("first", "second"));
    assertEquals(HealthCheckResponse.Status.UP, response.getStatus());
    assertEquals("first", response.getData().orElseThrow().get("problem"));
  }

  @Test
  void showsWhatItJudgedBy() {
    var warm = new ArrayDeque<>(List.of(false, true));
    var serving = new ArrayDeque<>(List.of(false, true));
    var state = new Backend.State(true, Duration.ZERO, List.of());
    HealthCheckResponse response = new Readiness(warm::poll, () -> state, serving::poll).call();
    assertEquals(HealthCheckResponse.Status.DOWN, response.getStatus());
    assertEquals(false, response.getData().orElseThrow().get("warm"));
    assertEquals(false, response.getData().orElseThrow().get("certificate"));
  }

  private static HealthCheckResponse of(Duration age, List<String> problems) {
    var state = new Backend.State(true, age, problems);
    return new Readiness(() -> true, () -> state, () -> true).call();
  }
}
