// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cgrant.e2e.node.Node.Kind;
import io.cgrant.e2e.node.NodeChoice.Outcome;
import io.cgrant.e2e.node.NodesExtension.Proof;
import io.cgrant.e2e.node.NodesExtension.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeChoiceTest {

  private static final Wanted NAMESPACES = Wanted.NAMESPACES;
  private static final Wanted MACHINE = Wanted.MACHINE;
  private static final Wanted CRIO = new Wanted(Kind.Namespaces, Optional.of("1.36"));

  private static final Outcome RUNS = new Outcome.Runs();
  private static final Outcome LEFT_OUT = new Outcome.NotRun(NodeChoice.LEFT_OUT);
  private static final String NO_V2 = "no cgroup v2";
  private static final String NO_QEMU = "no qemu";

  private final List<Wanted> started = new ArrayList<>();

  private boolean isCi;
  private boolean areAllWanted;
  private boolean hasAllOfANode;
  private Map<Wanted, String> cannot = Map.of();

  private Outcome of(Wanted node, Proof proof) {
    return new NodeChoice(
            isCi,
            areAllWanted,
            asked -> {
              started.add(asked);
              return Optional.ofNullable(cannot.get(asked));
            },
            () -> hasAllOfANode)
        .of(node, proof);
  }

  private Outcome of(Wanted node) {
    return of(node, Proof.OneOfMany);
  }

  @Test
  void whatTakesMinutesIsLeftOutWhereTheNodeInNamespacesRuns() {
    for (boolean ci : List.of(true, false)) {
      isCi = ci;
      assertEquals(RUNS, of(NAMESPACES));
      assertEquals(LEFT_OUT, of(MACHINE));
      assertEquals(LEFT_OUT, of(CRIO));
    }
    assertFalse(started.contains(MACHINE), "it took minutes");
  }

  @Test
  void theMachineRunsWhereNoNodeInNamespacesCan() {
    cannot = Map.of(NAMESPACES, NO_V2);
    for (boolean ci : List.of(true, false)) {
      isCi = ci;
      assertEquals(new Outcome.NotRun(NO_V2), of(NAMESPACES));
      assertEquals(RUNS, of(MACHINE));
    }
  }

  @Test
  void whereNeitherCanThatIsSaidAndInCiItIsAFailure() {
    cannot = Map.of(NAMESPACES, NO_V2, MACHINE, NO_QEMU);
    assertEquals(new Outcome.NotRun(NO_V2), of(NAMESPACES));
    assertEquals(new Outcome.NotRun(NO_QEMU), of(MACHINE));
    isCi = true;
    assertEquals(new Outcome.Fails(NO_V2), of(NAMESPACES));
    assertEquals(new Outcome.Fails(NO_QEMU), of(MACHINE));
  }

  /// Limits hold, say, and cgroup v2 has no controllers on the kernel of this machine.
  @Test
  void inCiTheMachineShowsWhatTheNodeInNamespacesHasNotWhatItTakesFor() {
    assertEquals(LEFT_OUT, of(MACHINE, Proof.TheOnlyOne));
    isCi = true;
    assertEquals(RUNS, of(MACHINE, Proof.TheOnlyOne));
    hasAllOfANode = true;
    assertEquals(LEFT_OUT, of(MACHINE, Proof.TheOnlyOne));
  }

  @Test
  void andWhereItCannotThatIsAFailure() {
    isCi = true;
    cannot = Map.of(MACHINE, NO_QEMU);
    assertEquals(new Outcome.Fails(NO_QEMU), of(MACHINE, Proof.TheOnlyOne));
    assertEquals(LEFT_OUT, of(MACHINE));
  }

  @Test
  void whereAllAreWantedAllRun() {
    areAllWanted = true;
    assertEquals(RUNS, of(NAMESPACES));
    assertEquals(RUNS, of(MACHINE));
    assertEquals(RUNS, of(CRIO));
    cannot = Map.of(CRIO, "no Go");
    assertEquals(new Outcome.NotRun("no Go"), of(CRIO));
    isCi = true;
    assertEquals(new Outcome.Fails("no Go"), of(CRIO));
  }
}
