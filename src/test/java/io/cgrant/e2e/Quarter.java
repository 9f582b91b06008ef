// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A cgroup whose processes together get a quarter of a CPU, as under a limit of `250m`.
final class Quarter implements AutoCloseable {

  private static final Path FIRST = Path.of("/sys/fs/cgroup/cpu");
  private static final Path UNIFIED = Path.of("/sys/fs/cgroup");
  private static final int PERIOD = 100_000;
  private static final int QUOTA = PERIOD / 4;

  private final Path folder;

  Quarter(String name) {
    boolean isUnified = Files.exists(UNIFIED.resolve("cgroup.controllers"));
    folder =
        (isUnified ? UNIFIED : FIRST)
            .resolve("cgrant-" + name + "-" + ProcessHandle.current().pid());
    try {
      if (isUnified) {
        Files.writeString(UNIFIED.resolve("cgroup.subtree_control"), "+cpu");
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("cpu.max"), QUOTA + " " + PERIOD);
      } else {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD));
        Files.writeString(folder.resolve("cpu.cfs_quota_us"), Integer.toString(QUOTA));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a cgroup with a CPU limit; be root", e);
    }
  }

  /// What a shell does to come in.
  String entry() {
    return "echo $$ > " + folder.resolve("cgroup.procs");
  }

  /// In how many periods somebody had to wait.
  long throttled() {
    try {
      return Files.readAllLines(folder.resolve("cpu.stat")).stream()
          .filter(line -> line.startsWith("nr_throttled "))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      ClusterChoice.say("left behind: " + folder + ", " + e.getMessage());
    }
  }
}
