// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The policies in `src/test/resources/policies`: `good-NAME.yaml`, and `refused-NAME.yaml` with
/// its problems in `refused-NAME.txt`.
public final class PolicyFiles {

  private static final Path FOLDER = Path.of("src/test/resources/policies");

  private PolicyFiles() {}

  public static Stream<String> names(String prefix) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode tree(String name) {
    return new KubernetesSerialization().unmarshal(text(name), JsonNode.class);
  }
}
