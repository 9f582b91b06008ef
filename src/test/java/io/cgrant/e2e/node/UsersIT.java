// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cgrant.e2e.node.NodesExtension.Emulated;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// To whom a grant is worth anything: user, user namespace, runtime and driver.
@ExtendWith(NodesExtension.class)
final class UsersIT {

  @TestFactory
  Stream<DynamicTest> withTheDriverCgroupfs(Node node) {
    return on(node);
  }

  @TestFactory
  Stream<DynamicTest> withTheDriverSystemd(@Emulated Node node) {
    return on(node);
  }

  private static Stream<DynamicTest> on(Node node) {
    return Pair.of(node.kind()).stream()
        .map(pair -> dynamicTest(pair.name() + ": " + pair.grant(), () -> pair.check(node)));
  }
}
