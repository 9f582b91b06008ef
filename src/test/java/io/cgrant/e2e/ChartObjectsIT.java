// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.chart.Chart;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.e2e.Cluster.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the chart makes, sent to a real API server that refuses fields it does not know, into a
/// namespace that holds pods to the restricted standard.
@ExtendWith(ChartStand.Extension.class)
final class ChartObjectsIT {

  @ParameterizedTest
  @MethodSource("examples")
  void everyObjectOfEveryExampleIsAccepted(Path values, ChartStand stand) {
    List<JsonNode> objects =
        Stream.concat(
                Chart.renderFile(values).objects().stream(),
                Chart.hooks(values, "cgrant").objects().stream())
            .distinct()
            // The definition, the namespace and the account are not there; `HelmTestIT` makes
            // these.
            .filter(object -> !Manifests.kind(object).equals(WritableCgroupPolicy.KIND))
            .filter(object -> !Manifests.namespace(object).equals("cgrant-helm-test"))
            .filter(object -> !object.at("/spec/serviceAccountName").asText().equals("cgrant-test"))
            .toList();
    assertEquals(List.of(), refusals(stand, objects));
  }

  static List<Path> examples() {
    return Chart.examples();
  }

  @Test
  void whatKustomizeMakesIsAcceptedToo(ChartStand stand) {
    List<JsonNode> base = kustomized(stand, Path.of("deploy"));
    assertEquals(List.of(), refusals(stand, base));
    assertEquals(
        List.of("RuntimeClass"),
        kustomized(stand, Path.of("deploy/node/kubernetes")).stream()
            .map(Manifests::kind)
            .toList());
  }

  /// As the comment in it says.
  @Test
  void theOverlayOfNodesNamesTheBaseBesideIt(ChartStand stand) throws IOException {
    Path both = Folders.ofRun("e2e/kustomize");
    Path up = both.toAbsolutePath().relativize(Path.of("").toAbsolutePath());
    Files.createDirectories(both);
    Files.writeString(
        both.resolve("kustomization.yaml"),
        "resources: [%1$s/deploy, %1$s/deploy/node/kubernetes]\n".formatted(up));
    List<JsonNode> objects = kustomized(stand, both);
    assertEquals(List.of(), refusals(stand, objects));
    Set<String> kinds = objects.stream().map(Manifests::kind).collect(Collectors.toSet());
    assertTrue(kinds.containsAll(List.of("RuntimeClass", "Deployment")), kinds::toString);
  }

  private static List<JsonNode> kustomized(ChartStand stand, Path folder) {
    String yaml =
        Command.of(
                stand.cluster().kubectl().orElseThrow().toString(), "kustomize", folder.toString())
            .with("KUBECONFIG", stand.cluster().kubeconfig(User.Admin))
            .run()
            .orThrow();
    var objects = new ArrayList<>(Manifests.parse(yaml));
    objects.removeIf(object -> Manifests.kind(object).equals("Namespace"));
    return objects;
  }

  /// For a moment after a chart was uninstalled, an API server holds on to its guards.
  private static void awaitNoGuards(ChartStand stand, List<JsonNode> objects) {
    objects.stream()
        .filter(object -> Manifests.kind(object).equals("RuntimeClass"))
        .forEach(
            gated ->
                Wait.upTo(Duration.ofMinutes(2))
                    .until(
                        () -> "no guard is left; " + stand.admin().rehearseApply(gated).message(),
                        () -> stand.admin().rehearseApply(gated).accepted()));
  }

  private static List<String> refusals(ChartStand stand, List<JsonNode> objects) {
    awaitNoGuards(stand, objects);
    var refusals = new ArrayList<String>();
    for (JsonNode object : objects) {
      Reply reply = stand.admin().rehearseApply(object);
      if (!reply.accepted() || !reply.warnings().isEmpty()) {
        refusals.add(
            Manifests.kind(object)
                + "/"
                + Manifests.name(object)
                + ": "
                + reply.message()
                + reply.warnings());
      }
    }
    return refusals;
  }
}
