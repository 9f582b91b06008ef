// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.e2e.node.HostileStage.Neighbour;
import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.e2e.node.Workload.Users;
import io.cgrant.rerun.FailsForGood;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// None of the hostile workloads leaves its own cgroup. What they say is not believed: the cgroups
/// beside theirs are read before and after, from the node.
@FailsForGood
@ExtendWith(NodesExtension.class)
final class HostileIT {

  /// Of containers of a pod that share their processes: by these one reaches the other's cgroup,
  /// with a user namespace and without. They are as one there.
  private static final Set<String> REACH_THEIR_POD =
      Set.of(
          "04-threads",
          "06-kill-of-siblings",
          "09-mounts",
          "12-controllers",
          "13-rename",
          "14-xattr",
          "15-looking-around");

  /// And by these not, whoever they are.
  private static final Set<String> REACH_NOBODY =
      Set.of(
          "01-fork-of-cgroups", "02-depth", "03-churn", "08-bpf", "11-handles", "16-release-agent");

  /// What these reach there without a user namespace alone. `nsdelegate` keeps nobody from it: it
  /// guards a container's top against the container itself.
  private static final Map<String, List<String>> OWNERS_ONLY =
      Map.of(
          "05-thaw-and-freeze", List.of("freeze of another's"),
          "07-pressure-files",
              List.of("alarm on another's pressure", "pressure of another's switched off"),
          "12-controllers", List.of("the bound of another's lifted"));

  /// And this only where there is no `nsdelegate` either.
  private static final Map<String, List<String>> MOVES =
      Map.of(
          "05-thaw-and-freeze", List.of("the neighbour's process into a child, to be frozen"),
          "10-leaving", List.of("itself into another's"));

  /// What a pod may do that may mount, in a user namespace of its own: it finds itself alone there.
  /// And it shows that the pod is as wide as it is said to be.
  private static final Map<String, List<String>> MAY_MOUNT =
      Map.of(
          "09-mounts",
              List.of(
                  "mount of cgroup v2",
                  "bind elsewhere",
                  "move of the mount",
                  "unmount",
                  "lazy unmount",
                  "mount by the newer calls",
                  "a copy of the mount",
                  "mount in namespaces of its own",
                  "namespaces of its own, by unshare"),
          "10-leaving", List.of("another cgroup namespace"));

  @TestFactory
  Stream<DynamicNode> staysInItsCgroup(Node node) {
    return HostileStage.of(node.kind()).stream()
        .map(stage -> dynamicContainer(stage.name(), of(stage, node, HostileIT::assertStays)));
  }

  /// Under `nsdelegate` and systemd, and where no node in namespaces can be.
  @TestFactory
  Stream<DynamicNode> staysInItsCgroupOnAMachine(@Emulated Node node) {
    return staysInItsCgroup(node);
  }

  /// Nothing confines it, and each attempt reaches what it is for: so what others are refused, they
  /// are refused by what confines them.
  @TestFactory
  Stream<DynamicTest> reachesItsNeighbourWhereNothingConfinesIt(Node node) {
    return of(HostileStage.control(), node, HostileIT::assertReaches);
  }

  @Test
  void areManyEnough() {
    assertTrue(Hostile.all().size() >= 12);
  }

  /// A new one is not left out: somebody must have thought of whom it reaches.
  @Test
  void ofEachItIsSaidWhomItReachesInItsPod() {
    Set<String> said =
        Stream.of(REACH_THEIR_POD, REACH_NOBODY, OWNERS_ONLY.keySet(), MOVES.keySet())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    assertEquals(Hostile.all().stream().map(Hostile::name).collect(Collectors.toSet()), said);
  }

  private static Stream<DynamicTest> of(
      HostileStage stage, Node node, BiConsumer<Hostile, HostilePair> check) {
    var pair = new HostilePair(stage, node);
    return Stream.concat(
        Hostile.all().stream().map(h -> dynamicTest(h.name(), () -> check.accept(h, pair))),
        Stream.of(dynamicTest("end", pair::close)));
  }

  private static void assertReaches(Hostile hostile, HostilePair pair) {
    Hostile.Result result = hostile.run(pair);
    String said = String.join("\n", result.lines());
    assertEquals(List.of(), result.refused(), said);
    assertTrue(said.endsWith("finished"), said);
    // Churn reaches for nothing.
    assertEquals(hostile.name().equals("03-churn"), !said.contains("ESCAPED "), said);
    if (hostile.name().equals("12-controllers") && pair.node().hasControllers()) {
      for (String file : List.of("memory.max", "cpu.max")) {
        assertTrue(said.contains("ESCAPED " + file + " above lifted"), said);
      }
    }
  }

  /// All that this workload can reach of it, or nothing.
  private static void assertReached(
      Map<String, List<String>> reach, boolean must, Hostile hostile, Hostile.Result result) {
    List<String> all = reach.getOrDefault(hostile.name(), List.of());
    List<String> reached = all.stream().filter(result.shared()::contains).toList();
    assertEquals(must ? all : List.of(), reached, () -> String.join("\n", result.lines()));
  }

  private static void assertStays(Hostile hostile, HostilePair pair) {
    Hostile.Result result = hostile.run(pair);
    String said = String.join("\n", result.lines());
    assertEquals(List.of(), result.escapes(), said);
    if (pair.stage().neighbour() == Neighbour.SharedProcesses) {
      assertTrue(!REACH_THEIR_POD.contains(hostile.name()) || !result.shared().isEmpty(), said);
      assertTrue(!REACH_NOBODY.contains(hostile.name()) || result.shared().isEmpty(), said);
      boolean isOwner = pair.stage().users() == Users.Host;
      assertReached(OWNERS_ONLY, isOwner, hostile, result);
      assertReached(MOVES, isOwner && !pair.node().delegates(), hostile, result);
    }
    if (pair.stage().neighbour() == Neighbour.OtherPodOfDocker) {
      List<String> must = MAY_MOUNT.getOrDefault(hostile.name(), List.of());
      assertTrue(result.mounted().containsAll(must), said);
    }
    if (pair.stage().keepsItsBounds(pair.node())) {
      assertEquals(List.of(), result.raised(), said);
      if (hostile.name().equals("12-controllers")) {
        List<String> must = pair.stage().refusalsOfBounds(pair.node());
        assertTrue(result.refused().containsAll(must), said);
      }
    } else if (hostile.name().equals("12-controllers")) {
      // Where nothing keeps root from it, it does: so the others are kept from something.
      List<String> bounds = List.of("cgroup.max.descendants", "cgroup.max.depth");
      assertTrue(result.raised().containsAll(bounds), said);
    }
  }
}
