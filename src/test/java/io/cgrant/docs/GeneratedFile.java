// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of the repository that is written from the code and must never differ from it.
///
/// A test calls [#verify]; `mvn test -Dcgrant.generate=true` writes the files instead of comparing.
public final class GeneratedFile {

  private GeneratedFile() {}

  /// Compares the file with what the code says it is, or writes it when generating.
  ///
  /// @param file relative to the root of the repository
  /// @param content all of it; lines end in `\n`, the last one too
  /// @throws AssertionError when they differ; it names the file, the first line that differs and
  ///     the way out
  public static void verify(Path file, String content) {
    verify(file, content, "make generate");
  }

  /// @param command that writes it
  public static void verify(Path file, String content, String command) {
    if (Boolean.getBoolean("cgrant.generate")) {
      write(file, content);
      return;
    }
    compare(file, content, command);
  }

  static void write(Path file, String content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (!Files.exists(file) || !Files.readString(file).equals(content)) {
        Files.writeString(file, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void compare(Path file, String content, String command) {
    String stored = stored(file);
    if (!stored.equals(content)) {
      String hint = "\nRun `" + command + "` and commit what it writes.";
      throw new AssertionError(file + " is out of date" + firstDifference(stored, content) + hint);
    }
  }

  private static String stored(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstDifference(String stored, String content) {
    var storedLines = stored.lines().toList();
    var contentLines = content.lines().toList();
    for (int i = 0; i < Math.max(storedLines.size(), contentLines.size()); i++) {
      String is = i < storedLines.size() ? storedLines.get(i) : "(nothing)";
      String shouldBe = i < contentLines.size() ? contentLines.get(i) : "(nothing)";
      if (!is.equals(shouldBe)) {
        return ", line " + (i + 1) + ":\n  file: " + is + "\n  code: " + shouldBe;
      }
    }
    return " in its line ends";
  }
}
