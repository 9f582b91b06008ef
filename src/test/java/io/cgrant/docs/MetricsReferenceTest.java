// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import io.cgrant.metric.Buckets;
import io.cgrant.metric.Kind;
import io.cgrant.metric.Label;
import io.cgrant.metric.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/metrics.md` from the declarations in [Metric].
@Tag("generated")
final class MetricsReferenceTest {

  private static final Path PAGE = Path.of("docs/reference/metrics.md");
  private static final String OF_API_SERVER = "apiserver_admission_";

  @Test
  void thePageSaysWhatIsDeclared() {
    var page = new StringBuilder(HEAD.formatted(Label.MOST_POLICIES, Label.OTHERS));
    for (Metric metric : Metric.values()) {
      page.append(section(metric));
    }
    String tail = TAIL.formatted(spelt(alerts(), "alert"), spelt(panels(), "panel"));
    GeneratedFile.verify(PAGE, page.append(tail).toString());
  }

  /// Whose expressions name a metric of the API server.
  private static long alerts() {
    List<String> rules = List.of(read("templates/prometheusrule.yaml").split("- alert: "));
    return rules.stream().skip(1).filter(rule -> rule.contains(OF_API_SERVER)).count();
  }

  private static long panels() {
    List<String> panels = List.of(read("dashboards/cgrant.json").split("\"targets\": "));
    return panels.stream().skip(1).filter(panel -> panel.contains(OF_API_SERVER)).count();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of("helm/cgrant", file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String spelt(long count, String noun) {
    String number = List.of("no", "one", "two", "three", "four", "five").get((int) count);
    return number + " " + noun + (count == 1 ? "" : "s");
  }

  private static String section(Metric metric) {
    var section = new StringBuilder("\n### `%s`\n".formatted(metric.exposed()));
    section.append(
        "%s, %s.\n"
            .formatted(metric.declaration().kind(), metric.declaration().presence().where()));
    section.append("%s\n".formatted(metric.declaration().meaning()));
    if (metric.declaration().kind() == Kind.Histogram) {
      section.append("\nBuckets: %s s.\n".formatted(String.join(", ", Buckets.labels())));
    }
    if (!metric.declaration().labels().isEmpty()) {
      section.append("\n| label | values |\n|---|---|\n");
      metric.declaration().labels().forEach(label -> section.append(row(label)));
    }
    return section.append("\nWorry: %s\n".formatted(metric.declaration().worry())).toString();
  }

  private static String row(Label label) {
    List<String> values = label.values().stream().map("`%s`"::formatted).toList();
    String names = label.isOpen() ? "the name of a policy, or " : "";
    return "| `%s` | %s%s |\n".formatted(label.name(), names, String.join(", ", values));
  }

  private static final String HEAD =
      """
      <!-- Generated from io.cgrant.metric.Metric by `make generate`. Do not edit. -->
      # Metrics

      `/q/metrics` of the management port (9000), in Prometheus' text format. Each replica counts for itself: sum over them, but for what
      all of them know (`cgrant_snapshot_…`, `cgrant_certificate_…`), where `min` or `max` is meant.

      No namespace, pod, container or user is ever a label. Every label has a closed set of values, and all its series are there from the
      start, so `increase()` sees the first one. Only `policy` is open: %d policies have series of their own, within ten seconds of being
      written and until they are gone; those beyond share `%s`.

      The chart has alerts and a dashboard ([install with Helm](../how-to/install-with-helm.md)); what they name is declared here or listed
      below.
      """;

  private static final String TAIL =
      """

      ## Of others
      `jvm_…` are the Java machine's, under Micrometer's names: memory, threads, classes, collections. On the API server's
      `apiserver_admission_webhook_rejection_count` and `apiserver_admission_webhook_fail_open_count`, which count what cgrant cannot, that
      nobody reached it, rest %s and %s.
      """;
}
