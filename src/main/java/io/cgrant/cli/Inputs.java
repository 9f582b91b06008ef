// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.file.Document;
import io.cgrant.file.FileProblem;
import io.cgrant.file.FileTrouble;
import io.cgrant.file.ManifestFile;
import io.cgrant.file.ManifestPaths;
import io.cgrant.file.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The objects in files, folders and, for `-`, standard input.
final class Inputs {

  private static final Path STDIN = Path.of("-");
  private static final String STDIN_NAME = "<stdin>";

  private Inputs() {}

  /// One of them, for who reads something else than objects.
  static InputStream open(Path path, InputStream stdin) throws IOException {
    return path.equals(STDIN) ? stdin : Files.newInputStream(path);
  }

  /// The bytes of each file, for who has somebody else read them, in order.
  ///
  /// @param problems gets what could not be read
  static Map<String, byte[]> contents(Path path, InputStream stdin, List<FileProblem> problems) {
    var contents = new LinkedHashMap<String, byte[]>();
    Path at = path;
    try {
      if (path.equals(STDIN)) {
        contents.put(STDIN_NAME, stdin.readAllBytes());
        return contents;
      }
      for (Path file : ManifestPaths.list(path)) {
        at = file;
        contents.put(file.toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      problems.add(new FileProblem(at.toString(), 0, "", FileTrouble.reading(e)));
    }
    return contents;
  }

  static ManifestPaths.Reading read(List<Path> paths, InputStream stdin) {
    var documents = new ArrayList<Document>();
    var problems = new ArrayList<FileProblem>();
    for (Path path : paths) {
      ManifestPaths.Reading reading =
          path.equals(STDIN) ? fromStdin(stdin) : ManifestPaths.read(List.of(path));
      documents.addAll(reading.documents());
      problems.addAll(reading.problems());
    }
    return new ManifestPaths.Reading(documents, problems);
  }

  private static ManifestPaths.Reading fromStdin(InputStream stdin) {
    try {
      byte[] bytes = stdin.readAllBytes();
      return new ManifestPaths.Reading(ManifestFile.read(STDIN_NAME, bytes), List.of());
    } catch (UnreadableFile e) {
      return new ManifestPaths.Reading(List.of(), List.of(e.problem()));
    } catch (IOException e) {
      var problem = new FileProblem(STDIN_NAME, 0, "", FileTrouble.reading(e));
      return new ManifestPaths.Reading(List.of(), List.of(problem));
    }
  }
}
