// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import static io.cgrant.doctor.cluster.ClusterObjects.CLASSES;
import static io.cgrant.doctor.cluster.ClusterObjects.NAMESPACES;
import static io.cgrant.doctor.cluster.ClusterObjects.NODES;
import static io.cgrant.doctor.cluster.ClusterObjects.PODS;
import static io.cgrant.doctor.cluster.ClusterObjects.POLICIES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.delegation.CgroupDriver;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who cannot use what they have, by every route, and in templates before a pod is there.
final class VoidGrantsTest {

  private static final String DEPLOYMENTS = "/apis/apps/v1/deployments";
  private static final String REPLICA_SETS = "/apis/apps/v1/replicasets";
  private static final String CRON_JOBS = "/apis/batch/v1/cronjobs";
  private static final String JOBS = "/apis/batch/v1/jobs";
  private static final String CRIO = "cgroup2-mount-hierarchy-rw.crio.io";
  private static final String GKE = "node.gke.io/enable-writable-cgroups";
  private static final String NRI = "writable-cgroups.noderesource.dev";

  @TempDir private Path folder;
  private ClusterObjects cluster;

  @BeforeEach
  void prepare() {
    cluster = ClusterObjects.well(folder);
    cluster.clear(PODS);
  }

  /// Two containers, of which the second is not root.
  private static String pod(String annotation) {
    return """
        metadata: {name: two, namespace: ml, uid: u, annotations: {"%s": "true"}}
        spec:
          containers:
          - {name: first, image: a, securityContext: {runAsUser: 0}}
          - {name: second, image: a, securityContext: {runAsUser: 1000}}
        """
        .formatted(annotation);
  }

  private void nodesOfEveryKind() {
    cluster.add(NODES, ClusterObjects.node("crio", "cri-o://1.35.1", "6.12.0", true));
    cluster.add(NODES, ClusterObjects.node("gke", "containerd://2.1.9", "6.12.0", true));
    ((ObjectNode) cluster.object(NODES, 2).at("/metadata/labels")).put(GKE, "true");
  }

  private List<String> found(Severity severity) {
    return cluster.found(Concern.VoidGrants).stream()
        .filter(f -> f.severity() == severity)
        .filter(f -> !f.where().startsWith("WritableCgroupPolicy"))
        .map(f -> f.where() + " " + f.what())
        .toList();
  }

  @Test
  void aPodOfCrioIsJudgedByTheSameTable() {
    nodesOfEveryKind();
    cluster.driver(CgroupDriver.cgroupfs);
    cluster.add(PODS, pod(CRIO));
    assertEquals(
        List.of(
            "Pod/ml/two a user that is not root without a user namespace cannot write to its cgroup"
                + " by CrioAnnotation under runc with driver cgroupfs and crun with driver cgroupfs"),
        found(Severity.Error));
    cluster.driver(CgroupDriver.systemd);
    assertEquals(List.of(), found(Severity.Error));
    assertTrue(
        found(Severity.Info)
            .getFirst()
            .endsWith("by CrioAnnotation under crun with driver systemd"));
  }

  @Test
  void aPodThatStartsSystemdUnderCrioToo() {
    nodesOfEveryKind();
    cluster.driver(CgroupDriver.cgroupfs);
    cluster.add(
        PODS,
        """
        metadata: {name: init, namespace: ml, uid: u}
        spec:
          containers:
          - {name: first, image: a, command: [/sbin/init], securityContext: {runAsUser: 1000}}
          - {name: second, image: a, securityContext: {runAsUser: 0}}
        """);
    assertTrue(found(Severity.Error).getFirst().contains("by CrioSystemd under"));
  }

  @Test
  void whatNoNodeTakesIsNotJudged() {
    cluster.driver(CgroupDriver.cgroupfs);
    cluster.add(PODS, pod(CRIO));
    cluster.add(PODS, pod(GKE + ".second"));
    assertEquals(List.of(), found(Severity.Error));
  }

  @Test
  void underGkeNobodySawThatOnlyRootWrites() {
    nodesOfEveryKind();
    cluster.add(PODS, pod(GKE + ".first"));
    assertEquals(List.of(), found(Severity.Info));
    cluster.add(PODS, pod(GKE + ".second"));
    assertEquals(
        List.of(
            "Pod/ml/two a user that is not root without a user namespace may be unable to write to"
                + " its cgroup by GkeAnnotation"),
        found(Severity.Info));
    assertEquals(List.of(), found(Severity.Error));
  }

  @Test
  void theProgramBehindAPluginOfNriIsThatOfTheClass() {
    cluster.add(CLASSES, "{metadata: {name: crun}, handler: crun}");
    cluster.add(
        PODS, pod(NRI + "/container.second").replace("spec:", "spec:\n  runtimeClassName: crun"));
    assertTrue(
        found(Severity.Error)
            .getFirst()
            .endsWith("by NriAnnotation under crun with driver systemd"));
    cluster.replace(
        PODS, pod(NRI + "/container.first").replace("spec:", "spec:\n  runtimeClassName: crun"));
    assertEquals(List.of(), found(Severity.Error));
  }

  @Test
  void aPolicyThatGrantsAnotherRouteSaysToWhomItIsOfNoUse() {
    nodesOfEveryKind();
    ((ArrayNode) cluster.first(POLICIES).at("/spec/grant/routes")).add("GkeAnnotation");
    List<Finding> found = cluster.found(Concern.VoidGrants);
    assertTrue(
        found.stream()
            .anyMatch(
                f ->
                    f.what()
                        .equals(
                            "what it grants by GkeAnnotation is of no use to a user that is not"
                                + " root in a user namespace")),
        found::toString);
  }

  private static String template(String head, String labels, String security) {
    return """
        metadata: {name: web, namespace: ml%s}
        spec:
          template:
            metadata: {labels: {%s}}
            spec:
              containers: [{name: main, image: a, securityContext: {%s}}]
        """
        .formatted(head, labels, security);
  }

  @Test
  void aTemplateThatAsksIsJudgedByThePoliciesThatSpeakForIt() {
    cluster.first(CLASSES).put("handler", "crun-cgroup-writable");
    String asks = "cgrant.io/writable-cgroup: 'true'";
    cluster.add(DEPLOYMENTS, template("", asks, "runAsUser: 1000"));
    assertEquals(
        List.of(
            "Deployment/ml/web in its pods a user that is not root in a user namespace cannot write"
                + " to the cgroup under crun with driver systemd"),
        found(Severity.Warning));
    // Nobody speaks for it: it gets no class at all.
    cluster.replace(NAMESPACES, "{metadata: {name: ml}}");
    assertEquals(List.of(), found(Severity.Warning));
  }

  @Test
  void soIsOneThatSaysNothingWhereItsNamespaceAsks() {
    cluster.first(CLASSES).put("handler", "crun-cgroup-writable");
    cluster.add(DEPLOYMENTS, template("", "a: b", "runAsUser: 1000"));
    assertEquals(List.of(), found(Severity.Warning));
    ((ObjectNode) cluster.first(NAMESPACES).at("/metadata/labels"))
        .put("cgrant.io/writable-cgroup", "true");
    assertEquals(1, found(Severity.Warning).size());
  }

  @Test
  void oneThatCanWorkIsWell() {
    String asks = "cgrant.io/writable-cgroup: 'true'";
    cluster.driver(null);
    cluster.add(DEPLOYMENTS, template("", asks, "runAsUser: 1000"));
    cluster.add(CRON_JOBS, "{metadata: {name: empty, namespace: ml}, spec: {}}");
    assertEquals(List.of(), found(Severity.Warning));
  }

  @Test
  void whatAnotherMadeAndWhatHasEndedIsNotJudgedTwice() {
    cluster.first(CLASSES).put("handler", "crun-cgroup-writable");
    String asks = "cgrant.io/writable-cgroup: 'true'";
    String owned =
        ", ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: d, uid: u, controller: true}]";
    cluster.add(REPLICA_SETS, template(owned, asks, "runAsUser: 1000"));
    cluster.add(
        JOBS,
        template("", asks, "runAsUser: 1000")
            + "status: {conditions: [{type: Complete, status: 'True'}]}\n");
    assertEquals(List.of(), found(Severity.Warning));
    cluster.replace(JOBS, template("", asks, "runAsUser: 1000"));
    assertTrue(found(Severity.Warning).getFirst().startsWith("Job/ml/web "));
  }

  @Test
  void whoMayNotListTemplatesHearsIt() {
    cluster.forbid(DEPLOYMENTS);
    assertEquals(List.of("you may not list " + DEPLOYMENTS), cluster.examined().unseen());
  }
}
