// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.marcnuri.helm.Helm;
import io.cgrant.chart.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Charts of earlier versions: those that were released, and one as an earlier version could have
/// been: another schema of policies, another webhook, one object that is no more, and one that was
/// not yet.
final class OlderChart {

  static final String GONE = "cgrant-gone-since";

  private static final Path DEFINITION = Path.of("templates/customresourcedefinition.yaml");

  private static final Path VALIDATING = Path.of("templates/validatingwebhookconfiguration.yaml");

  /// `CONTRIBUTING.md` says how a release comes here.
  private static final Path RELEASED = Path.of("src/test/resources/charts");

  private OlderChart() {}

  static List<Path> all(Path folder) {
    var all = new ArrayList<>(List.of(bent(folder)));
    if (Files.exists(RELEASED)) {
      try (Stream<Path> released = Files.list(RELEASED)) {
        all.addAll(released.filter(f -> f.toString().endsWith(".tgz")).sorted().toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  /// An archive, as a release is one.
  static Path bent(Path folder) {
    new Helm(in(folder.resolve("chart"))).packageIt().withDestination(folder).call();
    return folder.resolve("cgrant-0.0.9.tgz");
  }

  private static Path in(Path folder) {
    Folders.delete(folder);
    try {
      for (Path file : files()) {
        Path target = folder.resolve(Chart.FOLDER.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
      replace(folder.resolve("Chart.yaml"), "\nversion: .*", "\nversion: 0.0.9");
      Path definition = folder.resolve(DEFINITION);
      replace(definition, "name: \"Priority\"", "name: \"Weight\"");
      replace(definition, "\"\\.spec\\.priority\"", "\".spec.weight\"");
      replace(definition, "\n( +)priority:\n", "\n$1weight:\n");
      replace(folder.resolve(VALIDATING), "\n  timeoutSeconds: 5", "\n  timeoutSeconds: 4");
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
