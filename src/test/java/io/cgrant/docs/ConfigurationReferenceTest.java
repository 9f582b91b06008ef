// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import io.cgrant.audit.Drops;
import io.cgrant.certs.ClientRefused;
import io.cgrant.certs.Step;
import io.cgrant.rotation.SecretState;
import io.cgrant.webhook.DecisionMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes the configuration reference from the doc comments of `Configuration`.
@Tag("generated")
class ConfigurationReferenceTest {

  private static final Path SOURCE = Path.of("src/main/java/io/cgrant/Configuration.java");
  private static final Path PAGE = Path.of("docs/reference/configuration.md");

  private static final Pattern DOC = Pattern.compile("^ +/// ?(.*)$");
  private static final Pattern GROUP = Pattern.compile("^  interface (\\w+) \\{$");
  private static final Pattern KEY = Pattern.compile("^ +[\\w<>]+ (\\w+)\\(\\);$");

  @Test
  void thePageSaysWhatTheInterfaceSays() throws IOException {
    var page = new StringBuilder(OPENING);
    for (Setting setting : settings(Files.readAllLines(SOURCE))) {
      page.append(
          "| `%s` | %s | %s |\n".formatted(setting.key(), setting.shownDefault(), setting.doc()));
    }
    page.append(METRICS);
    labels().forEach((label, values) -> page.append(row(label, values)));
    GeneratedFile.verify(PAGE, page + CLOSING);
  }

  private static Map<String, Set<String>> labels() {
    var registry = new SimpleMeterRegistry();
    new DecisionMeter(registry);
    var labels = new LinkedHashMap<String, Set<String>>();
    labels.put("`phase`", values(registry, "cgrant.decisions", "phase"));
    labels.put("`verdict`", values(registry, "cgrant.decisions", "verdict"));
    labels.put(
        "`cause` of `cgrant_rejected_requests_total`",
        values(registry, "cgrant.rejected.requests", "cause"));
    labels.put("`cause` of what was dropped", names(Drops.Cause.values()));
    labels.put("`state` of `cgrant_certificate_secret`", names(SecretState.values()));
    labels.put("`change`", names(Step.Change.values()));
    labels.put("`cause` of `cgrant_clients_refused_total`", names(ClientRefused.Cause.values()));
    return labels;
  }

  private static Set<String> names(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// All series exist from the start, so what is registered is all there can be.
  private static Set<String> values(MeterRegistry registry, String meter, String label) {
    return registry.get(meter).meters().stream()
        .map(m -> m.getId().getTag(label))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String row(String label, Set<String> values) {
    return "| %s | `%s` |\n".formatted(label, String.join("`, `", values));
  }

  private static List<Setting> settings(List<String> lines) {
    var found = new ArrayList<Setting>();
    var doc = new StringBuilder();
    String group = "";
    for (String line : lines) {
      Matcher comment = DOC.matcher(line);
      Matcher key = KEY.matcher(line);
      Matcher inner = GROUP.matcher(line);
      if (comment.matches()) {
        doc.append(doc.isEmpty() ? "" : " ").append(comment.group(1));
      } else if (inner.matches()) {
        group = inner.group(1) + ".";
        doc.setLength(0);
      } else if (key.matches()) {
        if (!doc.isEmpty()) {
          String name = "cgrant." + kebab(group) + kebab(key.group(1));
          found.add(new Setting(name, fallback(group, key.group(1)), doc.toString()));
        }
        doc.setLength(0);
      }
    }
    return found;
  }

  private static String fallback(String group, String method) {
    String nested = group.isEmpty() ? "" : "$" + group.replace(".", "");
    try {
      var fallback =
          Class.forName("io.cgrant.Configuration" + nested)
              .getDeclaredMethod(method)
              .getAnnotation(WithDefault.class);
      return fallback == null ? "" : fallback.value();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String kebab(String camel) {
    String spaced = camel.replaceAll("([a-z])([A-Z])", "$1-$2");
    return spaced.toLowerCase(java.util.Locale.ROOT);
  }

  private record Setting(String key, String fallback, String doc) {
    String shownDefault() {
      return fallback.isEmpty() ? "none" : "`" + fallback + "`";
    }
  }

  private static final String OPENING =
      """
      <!-- Generated by make generate; do not edit. -->
      # Configuration

      Set as a system property (`-Dcgrant.folder=…`) or in the environment (`CGRANT_FOLDER=…`).

      | key | default | meaning |
      |---|---|---|
      """;

  private static final String METRICS =
      """

      Of Quarkus' own keys these matter: `quarkus.http.ssl-port` (8443), `quarkus.http.host`,
      `quarkus.management.port` (9000: `/q/health/ready`, `/q/health/live`, `/q/metrics`).

      ## Metrics
      Every label has a closed set of values; no namespace, pod or user is ever one. `policy` is the name of a policy, of the first 100
      that use an exception; all others are `(others)`.

      | metric | meaning |
      |---|---|
      | `cgrant_decisions_total{phase,verdict}` | verdicts of the gate |
      | `cgrant_decision_duration_seconds{phase}` | from the last byte of a request to its answer |
      | `cgrant_rejected_requests_total{cause}` | requests answered with an HTTP error |
      | `cgrant_snapshot_age_seconds` | how long ago what decisions rest on was last known to be true |
      | `cgrant_snapshot_synced` | 1 when decisions are possible |
      | `cgrant_events_dropped_total{cause}` | Events that were not written |
      | `cgrant_decision_log_dropped_total{cause}` | decisions that were not logged |
      | `cgrant_runtimeclasses_unguarded` | ordinary RuntimeClasses whose pods are refused, as too many names are guarded; take unused ones out of Secret `cgrant-ordinary-classes` |
      | `cgrant_certificate_not_after_seconds` | when the certificate that is served ends, in seconds since 1970 |
      | `cgrant_certificate_authority_not_after_seconds` | when the authority that signs it ends, likewise. This and the following only where replicas share a certificate (`cgrant.tls.secret`) |
      | `cgrant_certificate_authorities` | how many authorities the API server is told to trust: two for some months after a change |
      | `cgrant_certificate_secret{state}` | 1 for what this replica last found in the Secret, 0 for all else |
      | `cgrant_certificate_leader` | 1 in the replica that writes the Secret and `caBundle` |
      | `cgrant_certificate_changes_total{change}` | what this replica wrote into the Secret |
      | `cgrant_certificate_publications_total` | how often this replica wrote `caBundle`. When it keeps rising, somebody else writes it too; the log says who |
      | `cgrant_clients_refused_total{cause}` | connections that TLS turned away for want of the right client certificate; only where one is asked for (`cgrant.tls.client-authority`) |
      | `cgrant_exceptions_used_total{policy}` | exceptions without which a pod would not have been granted; dry runs do not count |

      | label | values |
      |---|---|
      """;

  private static final String CLOSING =
      """

      ## Events
      `events.k8s.io/v1`, reason `Granted` (Normal), `Refused` or `Undecided` (Warning), on the controller of the pod (its ReplicaSet,
      Job, …) or what stands closest to it. The same finding on the same object within six minutes is one Event with a series.
      Dry runs leave none.

      ## Decision log
      One line of JSON on standard output for each pod that asked, see [decision log](decision-log.md).
      """;
}
