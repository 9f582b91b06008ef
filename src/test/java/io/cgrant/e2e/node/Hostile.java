// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.e2e.node.HostileStage.Neighbour;
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

  static Hostile named(String name) {
    return of(FOLDER.resolve(name));
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
  Result run(HostilePair pair) {
    Container attacker = pair.attacker();
    Container victim = pair.victim();
    Node node = pair.node();
    String words = words(attacker, victim, pair.stage().neighbour());
    var before = Surroundings.of(node, pair.reach());
    Said said = attacker.run("/hostile/" + name + words);
    var result = Result.of(said);
    if (!said.output().endsWith("finished")) {
      result.escapes().add("it did not finish: " + said.output());
    }
    // What it does to its own cgroup works: so what it is refused beside that says something.
    said.output().lines().filter(l -> l.startsWith("cannot ")).forEach(result.escapes()::add);
    result.escapes().addAll(before.changes(Surroundings.of(node, pair.reach())));
    result.escapes().addAll(strays(attacker, pair.reach()));
    if (!victim.sh("echo alive").output().equals("alive")) {
      result.escapes().add("its neighbour does not answer");
    }
    return result;
  }

  /// As `hostile/lib` reads them.
  private static String words(Container attacker, Container victim, Neighbour neighbour) {
    String mode =
        switch (neighbour) {
          case OtherPod, SamePod -> "";
          case SharedProcesses -> "shared";
          case OtherPodOfDocker -> "mounts";
          case Control -> "control";
        };
    String script =
        """
        for cgroup in VICTIM ABOVE; do
          echo "$cgroup $(stat -c %i /sys/fs/cgroup$cgroup)"
        done
        """
            .replace("VICTIM", victim.cgroup())
            .replace("ABOVE", attacker.podsCgroup());
    String known = attacker.node().run(script).orThrow().replace('\n', ' ');
    return " " + known + " " + mode;
  }

  /// Processes of the container that are in no cgroup that it may reach.
  private static List<String> strays(Container attacker, String reach) {
    String script =
        """
        own=CGROUP reach=REACH
        namespace='' found=''
        for process in $(cat /sys/fs/cgroup$own/cgroup.procs); do
          namespace=$(readlink /proc/$process/ns/pid) && break
        done
        [ "$namespace" ] || { echo "no process is left in the container"; exit; }
        for process in $(ls -l /proc/[0-9]*/ns/pid 2>/dev/null | grep -F -- "-> $namespace" | sed 's,.* \\(/proc/[0-9]*\\)/ns/pid .*,\\1,'); do
          found=yes
          at=$(sed -n 's/^0:://p' $process/cgroup 2>/dev/null)
          case $at in "$reach" | "$reach"/* | '') ;; *) echo "process $process is in $at" ;; esac
        done
        [ "$found" ] || echo "its processes are not found"
        """
            .replace("CGROUP", attacker.cgroup())
            .replace("REACH", reach);
    return attacker.node().run(script).orThrow().lines().toList();
  }

  /// What came of it.
  ///
  /// @param refused attempts, each with the reason
  /// @param raised bounds of its own top that it lifted: `nsdelegate` or a user namespace keeps it
  ///     from that
  /// @param shared what it reached of a neighbour in its pod that shares its processes
  /// @param mounted what it did where it may mount, and found nothing of others there
  /// @param escapes what it reached that is not its own, seen by itself or from outside; and what
  /// of its own it could not use
  record Result(
      List<String> refused,
      List<String> raised,
      List<String> shared,
      List<String> mounted,
      List<String> escapes,
      List<String> lines) {

    private static Result of(Said said) {
      List<String> lines = said.output().lines().toList();
      return new Result(
          starting(lines, "refused "),
          starting(lines, "raised "),
          starting(lines, "shared "),
          starting(lines, "mounted "),
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
