// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A container of the image as a kubelet starts it, without a container runtime: `e2e/image/enter`.
///
/// @param root the unpacked image
/// @param config what the image says of how it is run
/// @param mounts where something of this machine is found, by its place in the container
record ImageContainer(
    Path root, JsonNode config, Map<String, Path> mounts, Map<String, String> environment) {

  private static final String ENTER = Path.of("e2e/image/enter").toAbsolutePath().toString();

  ImageContainer with(String place, Path file) {
    var more = new HashMap<>(mounts);
    more.put(place, file.toAbsolutePath());
    return new ImageContainer(root, config, more, environment);
  }

  ImageContainer with(Map<String, String> variables) {
    var more = new HashMap<>(environment);
    more.putAll(variables);
    return new ImageContainer(root, config, mounts, more);
  }

  /// @param arguments in the place of the image's own, as `args` of a pod
  Process start(Path log, List<String> arguments) {
    var words = new ArrayList<>(List.of(ENTER, root.toAbsolutePath().toString()));
    words.add(config.path("WorkingDir").asText());
    mounts.forEach((place, file) -> words.add(file + ":" + place));
    words.add("--");
    config.path("Entrypoint").forEach(word -> words.add(word.asText()));
    words.addAll(arguments);
    var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    config
        .path("Env")
        .forEach(
            variable -> {
              String[] parts = variable.asText().split("=", 2);
              builder.environment().put(parts[0], parts[1]);
            });
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// To its end.
  Command.Result run(Path log, String... arguments) {
    try {
      int code = start(log, List.of(arguments)).waitFor();
      return new Command.Result(List.of(arguments), code, Manifests.text(log));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
