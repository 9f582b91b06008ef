// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.docs.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `deploy/` from the chart: for whoever does without Helm, and a base for kustomize.
@Tag("generated")
final class DeployFolderTest {

  private static final Path FOLDER = Path.of("deploy");

  private static final String DEFAULTS = "{}";

  private static final String HEAD =
      """
      # Copyright The cgrant Authors
      # SPDX-License-Identifier: Apache-2.0
      #
      # Rendered from the chart helm/cgrant; `make generate` writes it.
      """;

  private static final Map<String, List<String>> FILES = files();

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: cgrant
        labels:
          # Pods here are not gated; the standard keeps them from what a writable cgroup could be used for.
          pod-security.kubernetes.io/enforce: restricted
      """;

  private static final String KUSTOMIZATION =
      """
      #
      # A base: name it in an overlay of yours, and patch there what is different in your cluster. The replicas make their
      # certificate themselves, in Secret cgrant-certificates, and tell the API server.
      #
      # The namespace is cgrant, and an overlay must not have another `namespace:`. It is also in values that kustomize does not
      # change, as CGRANT_TLS_NAMES, the guards and the namespaces that webhooks leave out: the API server would distrust the
      # certificate, and ask about cgrant's own pods; for another namespace use Helm.
      apiVersion: kustomize.config.k8s.io/v1beta1
      kind: Kustomization
      resources:
      - namespace.yaml
      - crds/cgrant.io_writablecgrouppolicies.yaml
      """;

  private static Map<String, List<String>> files() {
    var files = new LinkedHashMap<String, List<String>>();
    files.put("crds/cgrant.io_writablecgrouppolicies.yaml", List.of("customresourcedefinition"));
    files.put(
        "rbac.yaml",
        List.of("serviceaccount", "clusterrole", "clusterrolebinding", "role", "rolebinding"));
    files.put(
        "guards.yaml",
        List.of(
            "ordinary-classes",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings"));
    files.put(
        "cgrant.yaml", List.of("service", "deployment", "poddisruptionbudget", "networkpolicy"));
    files.put(
        "webhooks.yaml", List.of("mutatingwebhookconfiguration", "validatingwebhookconfiguration"));
    return files;
  }

  @BeforeAll
  static void theTemplatesAreCurrent() {
    GeneratedTemplatesTest.theTemplatesAreWhatTheCodeSays();
  }

  @Test
  void everyFileIsWhatTheChartSays() {
    Rendered rendered = Chart.render(DEFAULTS);
    var kustomization = new StringBuilder(HEAD + KUSTOMIZATION);
    FILES.forEach(
        (file, templates) -> {
          GeneratedFile.verify(FOLDER.resolve(file), HEAD + text(rendered, templates));
          if (!file.startsWith("crds/")) {
            kustomization.append("- ").append(file).append('\n');
          }
        });
    GeneratedFile.verify(FOLDER.resolve("namespace.yaml"), HEAD + NAMESPACE);
    GeneratedFile.verify(FOLDER.resolve("kustomization.yaml"), kustomization.toString());
  }

  @Test
  void nothingOfTheChartIsLeftOut() {
    Set<String> placed = new TreeSet<>();
    FILES.values().forEach(placed::addAll);
    assertEquals(
        placed,
        Chart.render(DEFAULTS).parts().stream()
            .map(part -> part.template().replace(".yaml", ""))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// What kustomize knows as a namespace it changes; these are words to it.
  @Test
  void saysThatItsNamespaceStays() throws IOException {
    String says = "for another namespace use Helm";
    assertTrue(Chart.render(DEFAULTS).text().contains("value: cgrant.cgrant.svc"));
    assertTrue(KUSTOMIZATION.contains(says));
    assertTrue(Files.readString(Path.of("docs/how-to/install-with-helm.md")).contains(says));
  }

  /// Nobody has to guard a name that is not his: whoever is called `cgrant` elsewhere gets nothing.
  @Test
  void givesRightsToTheServiceAccountAlone() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        assertFalse(Files.readString(file).contains("kind: User"), file::toString);
        assertFalse(Files.readString(file).contains("kind: Group"), file::toString);
      }
    }
  }

  private static String text(Rendered rendered, List<String> templates) {
    var texts = new ArrayList<String>();
    for (String template : templates) {
      rendered.parts().stream()
          .filter(part -> part.template().equals(template + ".yaml"))
          .forEach(part -> texts.add(withoutHelm(part.text())));
    }
    return texts.stream().map(text -> "---\n" + text).collect(Collectors.joining());
  }

  /// Nobody but Helm reads these, and they would be untrue.
  private static String withoutHelm(String text) {
    return text.lines()
            .filter(line -> !line.strip().startsWith("helm.sh/chart:"))
            .filter(line -> !line.strip().equals("app.kubernetes.io/managed-by: Helm"))
            .filter(line -> !line.strip().equals("annotations: {helm.sh/resource-policy: keep}"))
            .collect(Collectors.joining("\n"))
            .strip()
        + "\n";
  }
}
