// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import static io.cgrant.doctor.Severity.Ok;
import static io.cgrant.doctor.Severity.Warning;
import static io.cgrant.doctor.cluster.ClusterObjects.NODES;
import static io.cgrant.doctor.cluster.ClusterObjects.POLICIES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Finding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which nodes take the field of KEP-5474 they say themselves, in `status.declaredFeatures`.
final class FieldOnNodesTest {

  @TempDir private Path folder;
  private ClusterObjects cluster;

  @BeforeEach
  void prepare() {
    cluster = ClusterObjects.well(folder);
    ((ArrayNode) cluster.first(POLICIES).at("/spec/grant/routes")).add("CgroupOptions");
  }

  private void declares(int node, String... features) {
    ArrayNode declared =
        ((ObjectNode) cluster.object(NODES, node).path("status")).putArray("declaredFeatures");
    List.of(features).forEach(declared::add);
  }

  private Finding found() {
    List<Finding> found = cluster.found(Concern.PolicyRoutes);
    assertEquals(1, found.size(), found::toString);
    return found.getFirst();
  }

  @Test
  void oneNodeThatDeclaresItIsEnough() {
    cluster.add(NODES, ClusterObjects.node("n2", "containerd://2.4.0", "6.12.0", true));
    declares(1, "Another", "CgroupOptions");
    assertEquals(Ok, found().severity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Another", "cgroupOptions", "CgroupOptionsLater"})
  void withoutSuchANodeItIsSaid(String features) {
    if (!features.isEmpty()) {
      declares(0, features);
    }
    assertEquals(Warning, found().severity());
    assertEquals("WritableCgroupPolicy/ray", found().where());
    assertEquals(
        "it grants CgroupOptions, and no node declares the feature CgroupOptions", found().what());
    assertEquals("take the route out of grant.routes, or bring such a node", found().fix());
  }

  @Test
  void whereNobodyMayListNodesNothingIsSaidOfThem() {
    cluster.forbid(NODES);
    assertEquals(Ok, found().severity());
    assertEquals(List.of("you may not list " + NODES), cluster.examined().unseen());
  }
}
