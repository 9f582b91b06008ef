// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Files and folders as a person names them. In a folder, every `.yaml`, `.yml` and `.json` counts,
/// at any depth, in the order of their names.
///
/// What begins with a dot is passed over: editors keep their drafts there, and the kubelet the old
/// and the new content of a ConfigMap.
public final class ManifestPaths {

  private static final int DEEPEST = 20;

  private ManifestPaths() {}

  /// What was read, and what could not be. A file with a problem gives no documents.
  public record Reading(List<Document> documents, List<FileProblem> problems) {
    public Reading {
      documents = List.copyOf(documents);
      problems = List.copyOf(problems);
    }
  }

  public static Reading read(List<Path> paths) {
    var documents = new ArrayList<Document>();
    var problems = new ArrayList<FileProblem>();
    for (Path path : paths) {
      try {
        for (Path file : files(path)) {
          read(file, documents, problems);
        }
      } catch (FileProblemFound e) {
        problems.add(e.problem);
      }
    }
    return new Reading(documents, problems);
  }

  /// The files that a path stands for, in order.
  ///
  /// @throws IOException when the path does not exist or a folder cannot be listed
  public static List<Path> list(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      return List.of(path);
    }
    try (Stream<Path> found = Files.walk(path, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      return found
          .filter(file -> isVisible(path.relativize(file)))
          .filter(ManifestPaths::isManifest)
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Path> files(Path path) throws FileProblemFound {
    try {
      return list(path);
    } catch (IOException e) {
      throw new FileProblemFound(new FileProblem(path.toString(), 0, "", FileTrouble.reading(e)));
    }
  }

  private static void read(Path file, List<Document> documents, List<FileProblem> problems) {
    try {
      documents.addAll(ManifestFile.read(file.toString(), Files.readAllBytes(file)));
    } catch (UnreadableFile e) {
      problems.add(e.problem());
    } catch (IOException e) {
      problems.add(new FileProblem(file.toString(), 0, "", FileTrouble.reading(e)));
    }
  }

  private static boolean isVisible(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private static final class FileProblemFound extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient FileProblem problem;

    FileProblemFound(FileProblem problem) {
      super(problem.sentence(), null, false, false);
      this.problem = problem;
    }
  }
}
