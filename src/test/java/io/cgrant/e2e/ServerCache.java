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

/// What an earlier run of the packaged server has learnt (JEP 483): with it, a start costs a third
/// of the CPU.
final class ServerCache {

  static final Path FILE = Path.of("target/server.aot");

  private static final Path OPTIONS = Path.of("src/main/jvm/server.options");
  private static final Path PROGRAM = Path.of("src/main/sh/train-server");

  private ServerCache() {}

  /// Of the jar as it is now, trained where that was not done yet.
  static synchronized Path current() {
    try (FileChannel lock = open(FILE.resolveSibling("server.aot.lock"));
        // Scenarios run in several processes.
        FileLock held = lock.lock()) {
      assert held.isValid();
      if (!isCurrent()) {
        Command.of(PROGRAM.toString()).run().orThrow();
      }
      if (!isCurrent()) {
        throw new IllegalStateException(PROGRAM + " left no " + FILE + " for " + PackagedJar.FILE);
      }
      return FILE.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot train the server", e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean isCurrent() throws IOException {
    return Files.exists(FILE) && isNewerThan(PackagedJar.FILE) && isNewerThan(OPTIONS);
  }

  private static boolean isNewerThan(Path other) throws IOException {
    return Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(other)) > 0;
  }
}
