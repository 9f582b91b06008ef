// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/// The chart with other texts in its files, for what Helm in this process has no option for.
///
/// @param folder there until this is closed
record ChartCopy(Path folder) implements AutoCloseable {

  /// @param change of a file's path below the chart and its text, the new text
  static ChartCopy with(BinaryOperator<String> change) {
    try {
      Path folder = Files.createTempDirectory("cgrant-chart");
      for (Path file : walk(Chart.FOLDER)) {
        String name = Chart.FOLDER.relativize(file).toString();
        Path target = folder.resolve(name);
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.writeString(target, change.apply(name, Chart.text(file)));
        }
      }
      return new ChartCopy(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    walk(folder).reversed().forEach(Chart::delete);
  }

  private static List<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
