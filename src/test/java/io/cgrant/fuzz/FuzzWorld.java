// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.cel.CelCompiler;
import io.cgrant.file.DescribedCluster;
import io.cgrant.file.ManifestFile;
import io.cgrant.fuzz.Oracle.Moment;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Snapshot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One cluster, told twice: to the oracle as data, to cgrant as the YAML it reads.
record FuzzWorld(String name, Oracle.World world, Snapshot snapshot) {

  private static final Set<String> ALL_ROUTES =
      Set.of(
          "RuntimeClass",
          "CrioAnnotation",
          "CrioSystemd",
          "GkeAnnotation",
          "NriAnnotation",
          "CgroupOptions");

  private static final Terms STRICT_ON_EVERY_ROUTE =
      new Terms(
          ALL_ROUTES,
          true,
          Set.of("cpu", "memory"),
          Map.of(),
          Set.of("Guaranteed", "Burstable"),
          Set.of("NET_BIND_SERVICE"),
          true,
          Set.of("RuntimeDefault", "Localhost"),
          Set.of("Default"),
          List.of(),
          "Baseline",
          true,
          List.of("registry.example.com", "docker.io/library"),
          false);

  private static final Terms LOOSE =
      new Terms(
          ALL_ROUTES,
          false,
          Set.of("memory"),
          Map.of("cpu", new BigDecimal(16), "memory", new BigDecimal(1L << 36)),
          Set.of("Guaranteed", "Burstable", "BestEffort"),
          Set.of("SYS_ADMIN", "NET_ADMIN", "CHOWN"),
          false,
          Set.of("RuntimeDefault", "Localhost", "Unconfined"),
          Set.of("Default", "Unmasked"),
          List.of("/data"),
          "Privileged",
          false,
          List.of(),
          true);

  private static final String STRICT_POLICY =
      """
      spec:
        match: {namespaceSelector: {matchLabels: {team: cases}}}
        grant: {routes: [RuntimeClass], runtimeClassName: cgroup-writable}
      """;

  private static final String STRICT_POLICY_FOR_EVERY_ROUTE =
      """
      spec:
        match: {namespaceSelector: {matchLabels: {team: cases}}}
        grant:
          routes: [RuntimeClass, CrioAnnotation, CrioSystemd, GkeAnnotation, NriAnnotation, CgroupOptions]
          runtimeClassName: cgroup-writable
        require:
          podSecurity: Baseline
          images: {repositories: [registry.example.com, docker.io/library]}
      """;

  private static final String LOOSE_POLICY =
      """
      spec:
        match: {namespaceSelector: {matchLabels: {team: cases}}}
        grant:
          routes: [RuntimeClass, CrioAnnotation, CrioSystemd, GkeAnnotation, NriAnnotation, CgroupOptions]
          runtimeClassName: cgroup-writable
        require:
          podSecurity: Privileged
          userNamespace: NotRequired
          limits: {resources: [memory], max: {cpu: "16", memory: 64Gi}}
          qosClass: [Guaranteed, Burstable, BestEffort]
          capabilities: {allow: [SYS_ADMIN, NET_ADMIN, CHOWN]}
          privilegeEscalation: Allowed
          seccomp: [RuntimeDefault, Localhost, Unconfined]
          procMount: [Default, Unmasked]
          hostPaths: {allow: [/data]}
          exclusiveCpus: Allowed
          images: {digest: Required}
      """;

  /// What the oracle says.
  Judgement judge(Tree.Obj pod, Phase phase) {
    return Oracle.judge(pod, world, phase == Phase.Mutate ? Moment.OPEN : Moment.FINAL);
  }

  /// What the oracle says of a stored pod that would become another.
  Judgement judge(Tree.Obj old, Tree.Obj pod) {
    return OracleUpdate.judge(old, pod, world);
  }

  static List<FuzzWorld> all() {
    return List.of(
        of("strict", false, Optional.of(Terms.STRICT), STRICT_POLICY),
        of("every-route", false, Optional.of(STRICT_ON_EVERY_ROUTE), STRICT_POLICY_FOR_EVERY_ROUTE),
        of("loose", false, Optional.of(LOOSE), LOOSE_POLICY),
        of("namespace-asks", true, Optional.of(Terms.STRICT), STRICT_POLICY),
        of("no-policy", false, Optional.empty(), ""));
  }

  private static FuzzWorld of(String name, boolean asks, Optional<Terms> terms, String spec) {
    String policy =
        spec.isEmpty()
            ? ""
            : "---\napiVersion: cgrant.io/v1alpha1\nkind: WritableCgroupPolicy\n"
                + "metadata: {name: fuzz}\n"
                + spec;
    String ask = asks ? ", cgrant.io/writable-cgroup: \"true\"" : "";
    String yaml =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: cases, labels: {team: cases%s}}
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: cgroup-writable}
        handler: cgroup-writable
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: twin}
        handler: cgroup-writable
        ---
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: plain}
        handler: runc
        """
                .formatted(ask)
            + policy;
    var cluster =
        DescribedCluster.of(
            ManifestFile.read(name, yaml.getBytes(StandardCharsets.UTF_8)), new CelCompiler());
    if (!cluster.problems().isEmpty()) {
      throw new IllegalStateException(cluster.problems().toString());
    }
    return new FuzzWorld(
        name,
        new Oracle.World(Set.of("cgroup-writable", "twin"), Set.of("plain"), asks, terms),
        cluster.snapshot("cases", Set.of("cgroup-writable")));
  }
}
