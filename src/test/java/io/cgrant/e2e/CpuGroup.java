// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A cgroup for the CPU of some processes together.
final class CpuGroup implements AutoCloseable {

  private static final Path FIRST = Path.of("/sys/fs/cgroup/cpu");
  private static final Path UNIFIED = Path.of("/sys/fs/cgroup");
  private static final int PERIOD = 100_000;
  private static final int QUOTA = PERIOD / 4;

  private final Path folder;

  private CpuGroup(String name, Map<String, String> first, Map<String, String> unified) {
    boolean isUnified = Files.exists(UNIFIED.resolve("cgroup.controllers"));
    folder =
        (isUnified ? UNIFIED : FIRST)
            .resolve("cgrant-" + name + "-" + ProcessHandle.current().pid());
    try {
      if (isUnified) {
        Files.writeString(UNIFIED.resolve("cgroup.subtree_control"), "+cpu");
      }
      Files.createDirectory(folder);
      for (var file : (isUnified ? unified : first).entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a cgroup for CPU; be root", e);
    }
  }

  /// They get a quarter of a CPU, as under a limit of `250m`.
  static CpuGroup quarter(String name) {
    return new CpuGroup(
        name,
        Map.of("cpu.cfs_period_us", "" + PERIOD, "cpu.cfs_quota_us", "" + QUOTA),
        Map.of("cpu.max", QUOTA + " " + PERIOD));
  }

  /// Each such group gets as much as each other, and as any one busy thread that is in none: a
  /// replica that starts takes nothing from the others.
  static CpuGroup node(String name) {
    return new CpuGroup(name, Map.of("cpu.shares", "1024"), Map.of("cpu.weight", "100"));
  }

  /// Gets as much as four nodes, so that replicas that start do not starve the API server, which
  /// shares a machine with none of them in a cluster.
  static CpuGroup controlPlane(String name) {
    return new CpuGroup(name, Map.of("cpu.shares", "4096"), Map.of("cpu.weight", "400"));
  }

  /// All threads of a process come in.
  void take(long process) {
    try {
      Files.writeString(folder.resolve("cgroup.procs"), Long.toString(process));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + process + " cannot be given its CPU", e);
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

  /// Whoever still runs goes back to where all others are.
  @Override
  public void close() {
    try {
      for (String process : Files.readAllLines(folder.resolve("cgroup.procs"))) {
        Files.writeString(folder.resolveSibling("cgroup.procs"), process);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      ClusterChoice.say("left behind: " + folder + ", " + e.getMessage());
    }
  }
}
