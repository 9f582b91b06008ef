// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.fuzz.AbuseCase;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every attack that is a pod in a file through the second door, `check`.
final class AbuseByFileTest {

  static Stream<AbuseCase> attacks() {
    return AbuseCase.pods();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void checkSaysWhatTheGateSays(AbuseCase attack) throws IOException {
    CommandRun run =
        CommandRun.of(
            "check",
            "-p",
            AbuseCase.POLICIES.toString(),
            "-n",
            AbuseCase.CLUSTER.toString(),
            "-o",
            "json",
            attack.pod().toString());
    JsonNode object = new JsonMapper().readTree(run.out()).path(0);
    assertEquals(attack.verdict(), object.path("verdict").asText(), () -> run.out() + run.err());
    int code = Set.of("Granted", "NotAsked").contains(attack.verdict()) ? 0 : 1;
    assertEquals(code, run.exitCode(), run::err);
    List<String> reasons = object.path("findings").findValuesAsText("reason");
    assertTrue(
        attack.verdict().equals("Undecided") || reasons.containsAll(attack.reasons()),
        () -> "expected " + attack.reasons() + ", got " + reasons);
  }
}
