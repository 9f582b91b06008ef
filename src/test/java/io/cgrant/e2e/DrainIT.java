// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A replica that is told to end, as on every update of the Deployment.
final class DrainIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  private final JsonNode pod = new World("drain").ordinaryPod("ordinary");

  @Test
  void answersForAWhileAndSendsConnectionsElsewhere() throws Exception {
    try (var cgrant = new OfflineProcess(Path.of("target/drain"), List.of(delay(10)));
        KeptConnection connection = cgrant.connect()) {
      answers(connection);
      answers(connection);

      cgrant.terminate();
      Wait.upTo(SOON).until("it is not ready", () -> !cgrant.isReady());

      answers(connection);
      assertThrows(IOException.class, () -> answers(connection));
      try (KeptConnection other = cgrant.connect()) {
        answers(other);
      }
      Wait.upTo(SOON).until("it has ended", () -> !cgrant.isAlive());
    }
  }

  @Test
  void finishesWhatIsUnderWay() throws Exception {
    try (var cgrant = new OfflineProcess(Path.of("target/drain"), List.of(delay(1)));
        KeptConnection connection = cgrant.connect()) {
      connection.begin("/validate", KeptConnection.bytes(Review.of(pod)));
      cgrant.terminate();
      Wait.upTo(SOON).until("it is not ready", () -> !cgrant.isReady());
      // Its delay passes: nothing outside tells when.
      Thread.sleep(Duration.ofSeconds(2));
      assertTrue(
          new String(connection.finish(), StandardCharsets.UTF_8).contains("\"allowed\":true"));
    }
  }

  private void answers(KeptConnection connection) throws IOException {
    assertTrue(connection.ask("/validate", pod).path("allowed").asBoolean());
  }

  private static String delay(int seconds) {
    return "-Dquarkus.shutdown.delay=PT" + seconds + "S";
  }
}
