// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// None of the hostile workloads leaves its own cgroup. What they say is not believed: the cgroups
/// beside theirs are read before and after, from the node.
@ExtendWith(NodesExtension.class)
final class HostileIT {

  @TestFactory
  Stream<DynamicNode> staysInItsCgroup(Node node) {
    return HostileStage.on(node).stream()
        .map(stage -> dynamicContainer(stage.name(), of(stage, node)));
  }

  @Test
  void areManyEnough() {
    assertTrue(Hostile.all().size() >= 12);
  }

  private static Stream<DynamicTest> of(HostileStage stage, Node node) {
    var pair = new HostilePair(stage, node);
    return Stream.concat(
        Hostile.all().stream().map(h -> dynamicTest(h.name(), () -> assertStays(h, pair))),
        Stream.of(dynamicTest("end", pair::close)));
  }

  private static void assertStays(Hostile hostile, HostilePair pair) {
    Hostile.Result result = hostile.run(pair.attacker(), pair.victim());
    String said = String.join("\n", result.lines());
    assertEquals(List.of(), result.escapes(), said);
    if (pair.stage().keepsItsBounds(pair.node())) {
      assertEquals(List.of(), result.raised(), said);
    } else if (hostile.name().equals("12-controllers")) {
      // Where nothing keeps root from it, it does: so the others are kept from something.
      List<String> bounds = List.of("cgroup.max.descendants", "cgroup.max.depth");
      assertTrue(result.raised().containsAll(bounds), said);
    }
  }
}
