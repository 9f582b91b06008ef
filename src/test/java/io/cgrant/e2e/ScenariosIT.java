// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every folder of `e2e/scenarios` holds on a real API server.
@ExtendWith(StandExtension.class)
final class ScenariosIT {

  @TestFactory
  Stream<DynamicTest> scenario(Stand stand) {
    return Scenario.all().stream()
        .map(
            scenario ->
                dynamicTest(
                    scenario.name(),
                    scenario.folder().toUri(),
                    () -> ScenarioRun.of(scenario, stand)));
  }
}
