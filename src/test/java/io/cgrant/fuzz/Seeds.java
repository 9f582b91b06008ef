// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.file.ManifestFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The pods that are bent: of each kind one, and whatever the cases grant.
final class Seeds {

  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Path SEEDS = Path.of("src/test/resources/fuzz/seeds");

  private Seeds() {}

  static List<Tree.Obj> pods() throws IOException {
    var files = new ArrayList<>(files(SEEDS, ".yaml"));
    for (Path file : files(CASES, ".yaml")) {
      if (file.getFileName().toString().startsWith("granted-")) {
        files.add(file);
      }
    }
    var pods = new ArrayList<Tree.Obj>();
    for (Path file : files) {
      var documents = ManifestFile.read(file.toString(), Files.readAllBytes(file));
      String json = new String(documents.getFirst().json(), StandardCharsets.UTF_8);
      var tree = (Tree.Obj) Tree.parse(json);
      if (tree.get("kind").equals(new Tree.Text("Pod"))) {
        pods.add(tree);
      }
    }
    return pods;
  }

  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }
}
