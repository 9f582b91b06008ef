// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.rerun.FailsForGood;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each [Claim] under runc and crun; and that the checks notice a node that does not keep them.
@FailsForGood
@ExtendWith(NodesExtension.class)
final class ClaimsIT {

  @TestFactory
  Stream<DynamicTest> holds(Node node) {
    return Claim.tests(node);
  }

  /// The node has our drop-in once more, with `cgroup_writable = false`.
  @TestFactory
  Stream<DynamicTest> aDropInThatMakesNothingWritableIsNoticed(Node node) {
    return Stream.of(OciRuntime.values())
        .map(
            runtime ->
                dynamicTest(
                    runtime.broken(),
                    () -> {
                      try (Container it = node.start(Workload.under(runtime.broken()))) {
                        Claim.assertReadOnly(it);
                        var seen =
                            assertThrows(AssertionError.class, () -> Claim.assertWritable(it));
                        assertTrue(seen.getMessage().startsWith("ro,"), seen::getMessage);
                      }
                    }));
  }

  /// And once more without its base spec: what a node has that follows containerd's own pages.
  @TestFactory
  Stream<DynamicTest> aDropInThatBoundsNothingIsNoticed(Node node) {
    return Stream.of(OciRuntime.values())
        .map(
            runtime ->
                dynamicTest(
                    runtime.unbounded(),
                    () -> {
                      try (Container it = node.start(Workload.under(runtime.unbounded()))) {
                        Claim.assertWritable(it);
                        assertUnbounded(it);
                      }
                    }));
  }

  /// The checks of the bounds fail, and for what they are there for.
  static void assertUnbounded(Container it) {
    var many = assertThrows(AssertionError.class, () -> Claim.assertBounded(it));
    assertTrue(many.getMessage().contains("made 300 and one below"), many::getMessage);
    var deep = assertThrows(AssertionError.class, () -> Claim.assertBoundedInDepth(it));
    assertTrue(deep.getMessage().contains("made 60"), deep::getMessage);
  }
}
