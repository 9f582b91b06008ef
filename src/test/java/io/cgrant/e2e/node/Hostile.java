// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A workload of `e2e/node/hostile`, which tries to reach what is not its own.
///
/// @param name of its file
/// @param tries a sentence
record Hostile(String name, String tries) {

  private static final Path FOLDER = Path.of("e2e/node/hostile");
  private static final int SENTENCE = 4;

  static List<Hostile> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> !file.getFileName().toString().equals("lib"))
          .sorted()
          .map(Hostile::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Hostile of(Path file) {
    try {
      return new Hostile(
          file.getFileName().toString(), Files.readAllLines(file).get(SENTENCE).substring(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs it in a container, beside another.
  Result run(Container attacker, Container victim) {
    var before = Surroundings.of(attacker);
    Said said = attacker.run("/hostile/" + name);
    var result = Result.of(said);
    if (!said.output().endsWith("finished")) {
      result.escapes().add("it did not finish: " + said.output());
    }
    result.escapes().addAll(before.changes(Surroundings.of(attacker)));
    result.escapes().addAll(strays(attacker));
    if (!victim.sh("echo alive").output().equals("alive")) {
      result.escapes().add("its neighbour does not answer");
    }
    return result;
  }

  /// Processes of the container that are in no cgroup of the container.
  private static List<String> strays(Container attacker) {
    String script =
        """
        own=CGROUP
        namespace='' found=''
        for process in $(cat /sys/fs/cgroup$own/cgroup.procs); do
          namespace=$(readlink /proc/$process/ns/pid) && break
        done
        [ "$namespace" ] || { echo "no process is left in the container"; exit; }
        for process in $(ls -l /proc/[0-9]*/ns/pid 2>/dev/null | grep -F -- "-> $namespace" | sed 's,.* \\(/proc/[0-9]*\\)/ns/pid .*,\\1,'); do
          found=yes
          at=$(sed -n 's/^0:://p' $process/cgroup 2>/dev/null)
          case $at in "$own" | "$own"/* | '') ;; *) echo "process $process is in $at" ;; esac
        done
        [ "$found" ] || echo "its processes are not found"
        """
            .replace("CGROUP", attacker.cgroup());
    return attacker.node().run(script).orThrow().lines().toList();
  }

  /// What came of it.
  ///
  /// @param refused how many attempts were refused
  /// @param raised bounds of its own top that it lifted: `nsdelegate` or a user namespace keeps it
  ///     from that
  /// @param escapes what it reached that is not its own, seen by itself or from outside
  record Result(int refused, List<String> raised, List<String> escapes, List<String> lines) {

    private static Result of(Said said) {
      List<String> lines = said.output().lines().toList();
      return new Result(
          (int) lines.stream().filter(l -> l.startsWith("refused ")).count(),
          starting(lines, "raised "),
          starting(lines, "ESCAPED "),
          lines);
    }

    private static List<String> starting(List<String> lines, String word) {
      return new ArrayList<>(
          lines.stream()
              .filter(l -> l.startsWith(word))
              .map(l -> l.substring(word.length()))
              .toList());
    }
  }
}
