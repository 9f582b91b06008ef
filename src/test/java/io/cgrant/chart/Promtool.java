// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Prometheus' own tool.
///
/// @param path of the program
record Promtool(String path) {

  private static final String SCRIPT = "src/main/sh/promtool";

  /// Without the tool nothing is evaluated, so to be without it is to fail.
  static Promtool find() throws IOException, InterruptedException {
    Run found = started(List.of(SCRIPT));
    assertEquals(0, found.exitCode(), found.output());
    // Above it is what apt says of a download.
    return new Promtool(found.output().strip().lines().toList().getLast());
  }

  Run run(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(path));
    command.addAll(List.of(words));
    return started(command);
  }

  private static Run started(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  record Run(int exitCode, String output) {}
}
