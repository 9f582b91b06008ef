// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.placement.NodeCount;
import io.cgrant.policy.Grant;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Route;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.ForbidPrivileged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is said of nodes, word for word.
final class NodesReadyTest {

  private static final Policy WITH_USER_NAMESPACE = Worlds.policy("ray");
  private static final Policy WITHOUT =
      Worlds.requiring(Worlds.policy("ray"), new ForbidPrivileged());
  private static final List<String> FIVE = List.of("n1", "n2", "n3", "n4", "n5");

  @Test
  void allNodes() {
    assertEquals(
        "True AllNodes 3 of 3 nodes with a=b,pool=builds have handler \"cgroup-writable\"",
        said(
            WITHOUT,
            new NodeCount(Map.of("pool", "builds", "a", "b"), 3, 0, 3, 0, List.of(), FIVE)));
  }

  @Test
  void someNodesAndTheFirstOfTheOthers() {
    assertEquals(
        "True SomeNodes 2 of 10 nodes have handler \"cgroup-writable\" with user namespaces; not n1,"
            + " n2, n3, n4, n5 and 2 more; 1 do not say which handlers they have",
        said(WITH_USER_NAMESPACE, new NodeCount(Map.of(), 10, 1, 9, 2, List.of(), FIVE)));
  }

  @Test
  void noNode() {
    assertEquals(
        "False NoNode 0 of 1 nodes have handler \"cgroup-writable\" with user namespaces; not n1;"
            + " configure the container runtime there, or select other nodes",
        said(WITH_USER_NAMESPACE, new NodeCount(Map.of(), 1, 0, 1, 0, List.of(), List.of("n1"))));
  }

  @Test
  void aUserNamespaceThatThePolicySetsIsWantedToo() {
    Policy setting = Worlds.granting(WITHOUT, Worlds.grantWithUserNamespace(Worlds.CLASS));
    assertEquals(
        "False",
        said(setting, new NodeCount(Map.of(), 1, 0, 1, 0, List.of(), List.of("n1"))).split(" ")[0]);
  }

  @Test
  void nobodyCanTellOfNodesThatAreNotThereOrDoNotSay() {
    assertEquals(
        "Unknown NoNodeSelected there is no node with pool=builds; one that comes may have handler"
            + " \"cgroup-writable\"",
        said(WITHOUT, new NodeCount(Map.of("pool", "builds"), 0, 0, 0, 0, List.of(), List.of())));
    assertEquals(
        "Unknown NotReported 0 of 2 nodes have handler \"cgroup-writable\"; not n1; 1 do not say which"
            + " handlers they have",
        said(WITHOUT, new NodeCount(Map.of(), 2, 1, 0, 0, List.of("n1"), List.of("n1"))));
  }

  @Test
  void aLongSelectorIsCut() {
    String message =
        said(
            WITHOUT, new NodeCount(Map.of("k", "v".repeat(999)), 1, 0, 1, 1, List.of(), List.of()));
    assertEquals(true, message.length() < 400 && message.contains("…"), message);
  }

  @Test
  void aClassThatIsMissingIsNotLookedForAndOneThatNobodyCountedIsNotToldOf() {
    assertEquals(
        "not looked for: see RuntimeClassFound",
        NodesReady.of(WITHOUT, Map.of(), Map.of()).orElseThrow().message());
    assertEquals(Optional.empty(), NodesReady.of(WITHOUT, Worlds.CLASSES, Map.of()));
  }

  @Test
  void nodesSayNothingOfOtherRoutes() {
    Policy crio = Worlds.granting(WITHOUT, new Grant(Set.of(Route.Name.CrioAnnotation), "", false));
    assertEquals(Optional.empty(), NodesReady.of(crio, Worlds.CLASSES, Map.of()));
  }

  private static String said(Policy policy, NodeCount count) {
    StatusReport.Condition condition =
        NodesReady.of(policy, Worlds.CLASSES, Map.of(Worlds.CLASS, count)).orElseThrow();
    assertEquals("NodesReady", condition.type());
    return condition.status() + " " + condition.reason() + " " + condition.message();
  }
}
