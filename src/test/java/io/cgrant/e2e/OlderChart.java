// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.chart.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A chart as one of an earlier version could have been: another schema of policies, one object
/// that is no more, and one that was not yet.
final class OlderChart {

  static final String GONE = "cgrant-gone-since";

  private static final Path DEFINITION = Path.of("templates/customresourcedefinition.yaml");

  private OlderChart() {}

  static Path in(Path folder) {
    Folders.delete(folder);
    try {
      for (Path file : files()) {
        Path target = folder.resolve(Chart.FOLDER.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
      replace(folder.resolve("Chart.yaml"), "\nversion: .*", "\nversion: 0.0.9");
      replace(folder.resolve(DEFINITION), "name: \"Priority\"", "name: \"Weight\"");
      Files.delete(folder.resolve("templates/poddisruptionbudget.yaml"));
      Files.writeString(
          folder.resolve("templates/gone.yaml"),
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: cgrant}}"
              .formatted(GONE));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Chart.FOLDER)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    String changed = text.replaceFirst(what, by);
    if (changed.equals(text)) {
      throw new AssertionError(file + " has no " + what);
    }
    Files.writeString(file, changed);
  }
}
