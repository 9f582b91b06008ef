// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.metric.ForbiddenLabels;
import io.cgrant.metric.Label;
import io.cgrant.metric.Presence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a real server exposes is what is declared, no more and no less.
@ExtendWith(StandExtension.class)
final class MetricsIT {

  private static final int MOST_OF_THE_JAVA_MACHINE = 100;

  /// There were 206 in November 2026. Those of policies are bounded too (`PolicySeriesTest`).
  private static final int MOST_OF_OURSELVES = 220;

  private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");
  private static final Set<String> OF_LIBRARIES = Set.of("le", "name");

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

  /// Of ours it is declared; of libraries nobody declares it. Buckets have a bound, and threads of
  /// Netty a name.
  @Test
  void noLabelMakesSeriesOfWhatAClusterHasManyOf(Stand stand) {
    List<String> labels =
        stand
            .cgrant()
            .metricsText()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> LABEL.matcher(line).results().map(l -> l.group(1)))
            .distinct()
            .filter(ForbiddenLabels.ALL::contains)
            .filter(label -> !OF_LIBRARIES.contains(label))
            .toList();
    assertEquals(List.of(), labels);
  }

  /// Beside ours there are those of the Java machine and of Netty, whatever the cluster.
  @Test
  void whatIsNotOursIsLittle(Stand stand) {
    List<String> series =
        stand.cgrant().metricsText().lines().filter(line -> !line.startsWith("#")).toList();
    List<String> others = series.stream().filter(line -> !line.startsWith("cgrant_")).toList();
    List<String> strange =
        others.stream().filter(line -> !line.matches("(jvm|process|system|netty)_.*")).toList();
    assertEquals(List.of(), strange);
    assertTrue(
        others.stream()
            .anyMatch(
                line -> line.matches("jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]+\",?} .*")),
        "the dashboard and an alert read it");
    assertTrue(others.size() <= MOST_OF_THE_JAVA_MACHINE, () -> others.size() + ": " + others);
    long ours = series.stream().filter(line -> !line.contains("policy=")).count() - others.size();
    assertTrue(ours <= MOST_OF_OURSELVES, () -> "there are " + ours);
  }
}
