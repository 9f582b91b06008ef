// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import io.cgrant.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescribedClusterTest {

  private static final String RAY =
      """
      apiVersion: cgrant.io/v1alpha1
      kind: WritableCgroupPolicy
      metadata: {name: ray}
      spec:
        match: {podSelector: {}}
        grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable}
      """;

  private static DescribedCluster read(String... documents) {
    return DescribedCluster.of(
        ManifestFile.read("c.yaml", String.join("---\n", documents).getBytes(UTF_8)),
        new CelCompiler());
  }

  private static List<String> problems(String... documents) {
    return read(documents).problems().stream().map(FileProblem::sentence).toList();
  }

  @Test
  void gathersPoliciesClassesAndNamespaces() {
    var cluster =
        read(
            RAY,
            "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: a}\nhandler: h\n",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: ml, labels: {team: ml}}\n",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
    assertEquals(List.of(), cluster.problems());
    assertEquals(List.of("ray"), cluster.policies().ordered().stream().map(Policy::name).toList());
    assertEquals(Map.of("a", "h"), cluster.runtimeClasses());
    var snapshot = cluster.snapshot("ml", Set.of("h"));
    assertTrue(snapshot.synced());
    assertEquals(
        Optional.of(Map.of("team", "ml", "kubernetes.io/metadata.name", "ml")),
        snapshot.namespaceLabels());
    assertEquals(Optional.empty(), cluster.snapshot("web", Set.of()).namespaceLabels());
  }

  @Test
  void saysWhereAPolicyDoesNotRead() {
    var problems = problems(RAY.replace("[RuntimeClass]", "[Nonsense]"));
    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().startsWith("c.yaml:6: spec.grant.routes"), problems.getFirst());
  }

  @Test
  void refusesTwoObjectsOfOneNameThatDiffer() {
    assertEquals(List.of(), problems(RAY, RAY));
    assertEquals(
        List.of(
            "c.yaml:10: metadata.name: WritableCgroupPolicy \"ray\" is already described in"
                + " c.yaml:1; keep one"),
        problems(RAY, RAY.replace("cgroup-writable", "other")));
  }

  @Test
  void namesWhatIsMissingOrMistyped() {
    assertEquals(
        List.of(
            "c.yaml:3: metadata.labels[team]: a label is text, this is 5; put it in quotes",
            "c.yaml:5: handler: a RuntimeClass names its handler; add one",
            "c.yaml:9: apiVersion: \"v2\" is no version of Namespace that cgrant reads; write v1",
            "c.yaml:13: metadata.name: Namespace needs a name"),
        problems(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: ml, labels: {team: 5}}\n",
            "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: a}\n",
            "apiVersion: v2\nkind: Namespace\nmetadata: {name: ml}\n",
            "apiVersion: v1\nkind: Namespace\n"));
  }
}
