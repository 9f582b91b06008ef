// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.e2e.node.NodesExtension.Emulated;
import io.cgrant.rerun.FailsForGood;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// To whom a grant is worth anything: user, user namespace, runtime and driver.
@FailsForGood
@ExtendWith(NodesExtension.class)
final class UsersIT {

  @TestFactory
  Stream<DynamicTest> withTheDriverCgroupfs(Node node) {
    return of(node, Pair.of(node.kind()).stream());
  }

  /// Those in a user namespace: there it differs, and a pod takes seconds. All are in the table of
  /// versions.
  @TestFactory
  Stream<DynamicTest> withTheDriverSystemd(@Emulated Node node) {
    return of(node, Pair.of(node.kind()).stream().filter(p -> p.users() == Workload.Users.Own));
  }

  private static Stream<DynamicTest> of(Node node, Stream<Pair> pairs) {
    return pairs.map(
        pair -> dynamicTest(pair.name() + ": " + pair.grant(), () -> pair.check(node)));
  }
}
