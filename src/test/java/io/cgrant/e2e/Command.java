// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program to run to its end.
record Command(List<String> words, Map<String, String> environment) {

  /// The first build of the control plane takes minutes on a busy machine.
  private static final Duration LONGEST = Duration.ofMinutes(20);

  static Command of(String program, String... arguments) {
    return new Command(Stream.concat(Stream.of(program), Stream.of(arguments)).toList(), Map.of());
  }

  Command with(String variable, Path value) {
    var more = new HashMap<>(environment);
    more.put(variable, value.toAbsolutePath().toString());
    return new Command(words, more);
  }

  /// @param output what it wrote, standard output and errors together
  record Result(List<String> words, int exitCode, String output) {

    String orThrow() {
      if (exitCode != 0) {
        throw new IllegalStateException(
            "`" + String.join(" ", words) + "` failed with " + exitCode + ":\n" + output);
      }
      return output;
    }
  }

  Result run() {
    try {
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(words + " did not end");
      }
      return new Result(words, process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(words + " was interrupted", e);
    }
  }
}
