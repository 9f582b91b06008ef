// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `e2e/node/node`, run to its end.
final class NodeScript {

  private static final Path SCRIPT = Path.of("e2e/node/node").toAbsolutePath();
  private static final int CANNOT = 3;

  private NodeScript() {}

  /// @param input what it reads on standard input
  static Said run(String input, String... arguments) {
    var words = new ArrayList<>(List.of(SCRIPT.toString()));
    words.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var said = new Said(process.waitFor(), output.strip());
      if (said.exitCode() == CANNOT && arguments[0].equals("start")) {
        throw new CannotRunHere(said.output());
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(words + " was interrupted", e);
    }
  }
}
