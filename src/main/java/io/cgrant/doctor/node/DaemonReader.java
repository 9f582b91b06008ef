// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.doctor.Daemon;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds in `/proc` the container runtimes that run. Reads only what every user may: a node lets
/// nobody but root see more of a process of root.
///
/// Source: proc_pid_stat(5), proc_pid_status(5), proc_stat(5).
final class DaemonReader {

  /// `starttime`, counted from what follows the name of the process.
  private static final int START = 19;

  /// Of each second, on every architecture that Kubernetes runs on (`USER_HZ`).
  private static final int TICKS = 100;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  private final Rootfs proc;

  private DaemonReader(Rootfs proc) {
    this.proc = proc;
  }

  /// None where no process is to be seen.
  static List<Daemon> read(Rootfs proc) {
    var reader = new DaemonReader(proc);
    return reader.booted().stream()
        .flatMap(
            booted ->
                proc.numbers("/").stream()
                    .flatMap(pid -> reader.daemon("/" + pid, booted).stream()))
        .toList();
  }

  /// In seconds since 1970.
  private Optional<Long> booted() {
    return proc.text("/stat").flatMap(text -> field(text, "btime ")).flatMap(DaemonReader::number);
  }

  private Optional<Daemon> daemon(String process, long booted) {
    return proc.fleeting(process + "/comm")
        .flatMap(name -> Daemon.Runtime.named(name.strip()))
        .filter(runtime -> isOfNode(process))
        .flatMap(
            runtime ->
                ticks(process)
                    .map(ticks -> Instant.ofEpochSecond(booted + ticks / TICKS))
                    .map(started -> new Daemon(runtime, configuration(process), started)));
  }

  /// A containerd inside a container, as each node of kind has one, is not the node's.
  private boolean isOfNode(String process) {
    return proc.fleeting(process + "/status")
        .flatMap(text -> field(text, "NSpid:"))
        .filter(pids -> pids.split("\\s+").length == 1)
        .isPresent();
  }

  /// When it started, since the node did.
  private Optional<Long> ticks(String process) {
    return proc.fleeting(process + "/stat")
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "))
        .filter(fields -> fields.length > START)
        .flatMap(fields -> number(fields[START]));
  }

  private Optional<String> configuration(String process) {
    return proc.fleeting(process + "/cmdline").flatMap(DaemonReader::configurationIn);
  }

  private static Optional<Long> number(String text) {
    return Optional.of(text).filter(t -> NUMBER.matcher(t).matches()).map(Long::valueOf);
  }

  private static Optional<String> field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst();
  }

  /// Both programs have their flags from one library, which takes one dash for two.
  private static Optional<String> configurationIn(String commandLine) {
    var words = new ArrayList<>(List.of(commandLine.split("\0")));
    String found = "";
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i).replaceFirst("^-+", "-");
      boolean isFlag = word.equals("-c") || word.equals("-config");
      if (isFlag && i + 1 < words.size()) {
        found = words.get(i + 1);
      } else if (word.startsWith("-c=") || word.startsWith("-config=")) {
        found = word.substring(word.indexOf('=') + 1);
      }
    }
    return Optional.of(found).filter(path -> path.startsWith("/")).map(Rootfs::plain);
  }
}
