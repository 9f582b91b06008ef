// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
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
                        assertThrows(AssertionError.class, () -> Claim.assertWritable(it));
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
                        assertThrows(AssertionError.class, () -> Claim.assertBounded(it));
                      }
                    }));
  }
}
