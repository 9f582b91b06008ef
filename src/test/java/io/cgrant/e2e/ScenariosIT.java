// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every folder of `e2e/scenarios` holds on a real API server.
@ExtendWith(StandExtension.class)
final class ScenariosIT {

  @TestFactory
  Stream<DynamicTest> scenario(Stand stand) {
    Stream<DynamicTest> scenarios =
        Scenario.all().stream()
            .map(
                scenario ->
                    dynamicTest(
                        scenario.name(),
                        scenario.folder().toUri(),
                        () -> ScenarioRun.of(scenario, stand)));
    return Stream.concat(
        scenarios, Stream.of(dynamicTest("each line is as published", () -> readLog(stand))));
  }

  private static void readLog(Stand stand) {
    List<JsonNode> lines = DecisionLines.in(stand.cgrant().log());
    Set<String> verdicts =
        lines.stream().map(l -> l.get("verdict").textValue()).collect(Collectors.toSet());
    assertTrue(verdicts.containsAll(Set.of("Granted", "Refused")), verdicts::toString);
  }
}
