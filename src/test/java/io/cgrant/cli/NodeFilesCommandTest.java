// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeFilesCommandTest {

  @TempDir private Path folder;

  @Test
  void writesTheFilesAndSaysWhere() throws IOException {
    Path node = folder.resolve("new/node");
    CommandRun run =
        run(
            "--runtime containerd --version 2.1.9 --config-version 3 --handler fast --output "
                + node);
    assertEquals(0, run.exitCode(), run::err);
    try (Stream<Path> files = Files.list(node)) {
      assertEquals(
          List.of(
              "50-cgroup-writable.toml",
              "cgroup-writable-base.json",
              "kustomization.yaml",
              "runtimeclass.yaml"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertTrue(
        Files.readString(node.resolve("50-cgroup-writable.toml"))
            .contains("containerd.runtimes.fast]"));
    assertTrue(Files.readString(node.resolve("runtimeclass.yaml")).contains("handler: fast\n"));
    assertEquals(4, run.out().lines().filter(line -> line.startsWith(node.toString())).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cgroup-writable", "runc-cgroup-writable", "crun-cgroup-writable"})
  void aHandlerThatIsGatedAnywayIsNotSpokenOf(String handler) {
    CommandRun run = run("--runtime containerd --version 2.3 --handler " + handler);
    assertEquals(0, run.exitCode(), run::err);
    assertFalse(run.err().contains("warning"), run::err);
  }

  /// A JSON file cannot say itself what it does and needs.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "containerd --version 2.3 | cgroup-writable-base.json  | containerd 2.1 or later",
        "crio --version 1.36      | cgroup-writable-bound.json | a folder that hooks_dir names",
        "crio --version 1.36      | init-bound.json            | a folder that hooks_dir names"
      })
  void ofJsonItIsSaidWhatItDoesAndNeeds(String runtime, String file, String needs) {
    for (String where : List.of("", " --output " + folder)) {
      CommandRun run = run("--runtime " + runtime + " --max-descendants 400" + where);
      String said =
          run.err().lines().filter(l -> l.startsWith("cgrant: " + file)).findFirst().orElseThrow();
      assertTrue(said.contains("cgroup.max.descendants 400 and cgroup.max.depth 50"), said);
      assertTrue(said.contains("it needs cgroup v2") && said.contains(needs), said);
    }
  }

  /// Until the webhook knows its name, a RuntimeClass with it passes for an ordinary one.
  @Test
  void anotherHandlerHasToBeGatedFirst() {
    CommandRun run = run("--runtime containerd --version 2.3 --handler kata");
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.err().startsWith("cgrant: warning: cgrant does not gate the handler kata"), run::err);
    assertTrue(run.err().contains("name it in cgrant.gated-handlers"), run::err);
  }

  /// With a drop-in whose base specification is missing containerd does without its CRI plugin.
  @Test
  void whatBoundsADropInIsThereBeforeIt() throws IOException {
    Path base = folder.resolve("cgroup-writable-base.json");
    Files.createDirectories(base.resolve("in-the-way"));
    CommandRun run = run("--runtime containerd --version 2.3 --output " + folder);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(base + " cannot be written"), run::err);
    assertTrue(Files.notExists(folder.resolve("50-cgroup-writable.toml")));
    Path crio = Files.createDirectory(folder.resolve("crio"));
    Files.createDirectories(crio.resolve("init-bound.json/in-the-way"));
    assertEquals(2, run("--runtime crio --version 1.36 --output " + crio).exitCode());
    assertTrue(Files.notExists(crio.resolve("50-cgroup-writable.conf")));
  }

  @Test
  void saysThatWhereFilesShallGoIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    CommandRun run = run("--runtime containerd --version 2.3 --output " + file);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(file + " is no folder; name another folder"), run::err);
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void printsThemWhereNoFolderIsNamed() {
    CommandRun run = run("--runtime crio --version 1.36 --node-label none --overhead none");
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().startsWith("==> 50-cgroup-writable.conf <==\n# "), run::out);
    assertTrue(run.out().contains("==> runtimeclass.yaml <=="), run::out);
    assertTrue(!run.out().contains("nodeSelector") && !run.out().contains("overhead"), run::out);
    // crun is what CRI-O takes: it hands the cgroup to root of the pod alone.
    assertTrue(run.err().contains("warning: with crun"), run::err);
  }

  /// What is set aside for the cgroups grows with how many there may be.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                          | 96Mi",
        "--max-descendants 5000                    | 1664Mi",
        "--max-descendants 2147483647              | 713031680Mi",
        "--max-descendants 5000 --overhead 200Mi   | 200Mi"
      })
  void theOverheadIsThatOfSoManyCgroups(String options, String memory) {
    CommandRun run = run("--runtime crio --version 1.36" + (options == null ? "" : " " + options));
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().contains("    memory: " + memory + "\n"), run::out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--runtime containerd --version 2.1 --cgroup v1          | whole CRI plugin",
        "--runtime containerd --version 2.0.5                    | does not know cgroup_writable",
        "--runtime containerd --version 2.9                      | newer than what this cgrant"
            + " knows",
        "--runtime containerd --version 2.1 --config-version 4   | reads configuration of version"
            + " [2, 3]",
        "--runtime containerd --version 2.1.9                    | --config-version 2 or 3",
        "--runtime containerd --version 2.1 --form handler       | leave it out",
        "--runtime crio --version 1.36 --config-version 3        | leave it out",
        "--runtime crio --version 1.30 --form handler            | take --form annotation",
        "--runtime containerd --version two                      | write it as 2.1 or 2.1.9",
        "--runtime containerd --version 2.1 --handler A          | which no RuntimeClass can name",
        "--runtime containerd --version 2.1 --handler untrusted  |"
            + " io.kubernetes.cri.untrusted-workload",
        "--runtime containerd --version 2.3 --handler runc       | every pod would have it",
        "--runtime crio --version 1.36 --handler crun            | as crun-cgroup-writable",
        "--runtime containerd --version 2.1 --max-depth 0        | write at least 1",
        "--runtime containerd --version 2.1 --base-spec base     | write it from the root on",
        "--runtime docker --version 2.1                          | containerd, crio",
        "--runtime containerd                                    | --version"
      })
  void refusesAndSaysWhy(String options, String reason) {
    CommandRun run = run(options + " --output " + folder.resolve("none"));
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(reason), run::err);
    assertTrue(Files.notExists(folder.resolve("none")));
  }

  private static CommandRun run(String options) {
    return CommandRun.of(("node-files " + options.strip()).split(" +"));
  }
}
