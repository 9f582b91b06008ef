// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What spares the packaged server a part of its start.
enum ServerCache {

  /// What an earlier run has learnt (JEP 483): with it, a start costs a third of the CPU.
  Trained("server.aot", "train-server"),

  /// Classes that are parsed and verified, the same that an image has.
  Archived("server.jsa", "archive-server");

  private static final Path OPTIONS = Path.of("src/main/jvm/server.options");
  private static final Path CLASSES = Path.of("src/main/lock/classes");

  private final Path file;
  private final Path program;

  ServerCache(String file, String program) {
    this.file = Path.of("target").resolve(file);
    this.program = Path.of("src/main/sh").resolve(program);
  }

  /// Of the jar as it is now, made where that was not done yet.
  synchronized Path current() {
    try (FileChannel lock = open(file.resolveSibling(file.getFileName() + ".lock"));
        // Scenarios run in several processes.
        FileLock held = lock.lock()) {
      assert held.isValid();
      if (!isCurrent()) {
        Command.of(program.toString()).run().orThrow();
      }
      if (!isCurrent()) {
        throw new IllegalStateException(program + " left no " + file + " for " + PackagedJar.FILE);
      }
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + file, e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private boolean isCurrent() throws IOException {
    return Files.exists(file)
        && isNewerThan(PackagedJar.FILE)
        && isNewerThan(OPTIONS)
        && isNewerThan(CLASSES);
  }

  private boolean isNewerThan(Path other) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) > 0;
  }
}
