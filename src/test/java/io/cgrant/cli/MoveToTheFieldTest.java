// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `docs/how-to/move-to-the-field.md`, one after the other in one folder, as a
/// reader runs them.
final class MoveToTheFieldTest {

  private static final Path PAGE = Path.of("docs/how-to/move-to-the-field.md");
  private static final String POLICY = "new/policies/ray.yaml";

  @TempDir private Path folder;

  private void prepare() throws IOException {
    copy("docs/tutorial/policies/ray.yaml", "policies/ray.yaml");
    copy("docs/tutorial/cluster/namespaces.yaml", "cluster/namespaces.yaml");
    copy("docs/tutorial/cluster/runtime-class.yaml", "cluster/runtime-class.yaml");
    String pod = Files.readString(Path.of("docs/tutorial/pods/granted.yaml"));
    files()
        .write(
            "deploy/ray.yaml",
            pod.replace(
                "spec:\n", "spec:\n  runtimeClassName: cgroup-writable\n  hostUsers: false\n"));
  }

  private static List<String> commands() throws IOException {
    var commands = new ArrayList<String>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.strip().startsWith("cgrant ")) {
        commands.add(line.strip().substring("cgrant ".length()));
      }
    }
    return commands;
  }

  @Test
  void theCommandsOfThePageWorkInOrder() throws IOException {
    prepare();
    List<String> commands = commands();
    assertEquals(6, commands.size(), commands::toString);
    for (String command : commands) {
      CommandRun run = run(command);
      assertEquals(0, run.exitCode(), () -> command + "\n" + run.out() + run.err());
      if (command.startsWith("check")) {
        assertTrue(run.out().contains("1 object: 1 Granted"), run::out);
      }
    }
  }

  /// Until the last step, pods of both kinds run.
  @Test
  void bothAreGrantedUntilThePolicyGrantsTheFieldAlone() throws IOException {
    prepare();
    List<String> commands = commands();
    commands.subList(0, 4).forEach(this::run);
    assertTrue(
        files().read(POLICY).contains("routes: [RuntimeClass, CgroupOptions]"),
        files().read(POLICY));
    String old = "check -p new/policies/ -n cluster/ deploy/";
    assertEquals(0, run(old).exitCode());
    commands.subList(4, 6).forEach(this::run);
    assertEquals(0, run(old).exitCode(), "what was applied before is as it was");
    assertEquals(1, run(old.replace("new/", "last/")).exitCode());
  }

  private CommandRun run(String command) {
    return CommandRun.of(
        Stream.of(command.split(" "))
            .map(word -> word.endsWith("/") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new));
  }

  private void copy(String from, String to) throws IOException {
    files().write(to, Files.readString(Path.of(from)));
  }

  private WrittenFolder files() {
    return new WrittenFolder(folder);
  }
}
