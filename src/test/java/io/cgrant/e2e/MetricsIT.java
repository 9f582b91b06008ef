// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.metric.Label;
import io.cgrant.metric.Presence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a real server exposes is what is declared, no more and no less.
@ExtendWith(StandExtension.class)
final class MetricsIT {

  @Test
  void aServerOfAFolderExposesWhatIsDeclaredForIt() {
    try (var cgrant = new OfflineProcess(Path.of("target/metrics"))) {
      var exposed = new ExposedSeries(cgrant.metricsText());
      assertEquals(List.of(), exposed.contradictions(Set.of(Presence.Always)));
      // The warm-up is over, and none of it was counted.
      assertEquals(0, exposed.sum("cgrant_decision_duration_seconds_count"));

      byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
      for (String path : List.of("/mutate", "/validate", "/mutate-template", "/validate-policy")) {
        assertEquals(400, cgrant.post(path, nothing).statusCode(), path);
      }
      exposed = new ExposedSeries(cgrant.metricsText());
      assertEquals(4, exposed.sum("cgrant_rejected_requests_total{cause=\"Unreadable\"}"));
      assertEquals(List.of(), exposed.contradictions(Set.of(Presence.Always)));
    }
  }

  @Test
  void aServerOfAClusterExposesWhatIsDeclaredForIt(Stand stand) {
    var exposed = new ExposedSeries(stand.cgrant().metricsText());
    assertEquals(
        List.of(),
        exposed.contradictions(Set.of(Presence.Always, Presence.InACluster, Presence.Events)));
    assertTrue(exposed.values("policy").contains(Label.OTHERS));
  }
}
