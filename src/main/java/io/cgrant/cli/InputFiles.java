// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.ManifestPaths;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The objects that a command is about. Every command that takes objects takes them so.
final class InputFiles {

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Namespace of the objects that name none. Default: ${DEFAULT-VALUE}")
  private String namespace = "default";

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files or folders with the objects; - reads standard input.")
  private List<Path> files = List.of();

  /// Of the objects that name none.
  String namespace() {
    return namespace;
  }

  ManifestPaths.Reading read(InputStream stdin) {
    return Inputs.read(files, stdin);
  }

  /// As people say it: `pods/, standard input`.
  String names() {
    return names(files);
  }

  static String names(List<Path> paths) {
    return paths.stream()
        .map(path -> path.toString().equals("-") ? "standard input" : path.toString())
        .collect(Collectors.joining(", "));
  }
}
