// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What was once disputed: written where nobody commits it, and kept where every run judges it.
///
/// @param kept the folder whose cases are judged again
/// @param found the folder of what a run finds
record Kept(Path kept, Path found) {

  private static final Path KEPT = Path.of("src/test/resources/fuzz");
  private static final Path FOUND = Path.of("target/fuzz");

  static Kept in(String folder) {
    return new Kept(KEPT.resolve(folder), FOUND);
  }

  List<Path> files() throws IOException {
    return Seeds.files(kept, ".json");
  }

  /// @param cases each as JSON
  /// @return where they are, and what to do with them; empty where there are none
  String write(long seed, List<String> cases) throws IOException {
    if (cases.isEmpty()) {
      return "";
    }
    Files.createDirectories(found);
    String name = kept.getFileName() + "-" + seed + "-";
    for (int i = 0; i < cases.size(); i++) {
      Files.writeString(found.resolve(name + i + ".json"), cases.get(i) + "\n");
    }
    return "written to %s: find out who is wrong, mend it, and keep the case by copying it to %s"
        .formatted(found.resolve(name + "*.json"), kept);
  }
}
