// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs on the PATH.
final class Programs {

  private Programs() {}

  static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Ends the test ([Abort]) where there is none for that cluster.
  static Path kubectl(Cluster cluster) {
    return cluster
        .kubectl()
        .orElseThrow(
            () ->
                Abort.because(
                    "what kubectl is told",
                    "no kubectl on the PATH",
                    "install it so that it is on the PATH"));
  }
}
