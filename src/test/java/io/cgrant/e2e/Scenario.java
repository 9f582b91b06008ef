// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of `e2e/scenarios`: what is given, what a developer then creates, and what must hold.
record Scenario(Path folder) {

  private static final Path ALL = Path.of("e2e/scenarios");

  static List<Scenario> all() {
    try (Stream<Path> folders = Files.list(ALL)) {
      return folders.filter(Files::isDirectory).sorted().map(Scenario::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  List<JsonNode> given(String id) {
    return Manifests.read(folder.resolve("given.yaml"), id);
  }

  List<JsonNode> when(String id) {
    return Manifests.read(folder.resolve("when.yaml"), id);
  }

  Then then(String id) {
    return Then.of(Manifests.read(folder.resolve("then.yaml"), id).getFirst());
  }
}
