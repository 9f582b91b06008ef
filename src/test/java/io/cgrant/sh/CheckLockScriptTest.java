// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `src/main/sh/check-lock` on jars and a lock of its own.
class CheckLockScriptTest {

  /// Of `one` and `two`, each with a line end.
  private static final String ONE =
      "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806";

  private static final String TWO =
      "27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a";

  @TempDir Path tree;

  private record Run(int exitCode, List<String> lines) {}

  @BeforeEach
  void packages() throws IOException {
    Path script = Files.createDirectories(tree.resolve("src/main/sh")).resolve("check-lock");
    Files.copy(Path.of("src/main/sh/check-lock"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(tree.resolve("src/main/lock"));
    jar("boot/a-1.jar", "one\n");
    jar("main/b-1.jar", "two\n");
  }

  @Test
  void saysNothingWhenTheyAreThose() throws Exception {
    lock(ONE + "  a-1.jar  Apache-2.0", TWO + "  b-1.jar  MIT");
    assertEquals(new Run(0, List.of()), run());
  }

  @Test
  void stopsAtAJarThatWasSwapped() throws Exception {
    lock(ONE + "  a-1.jar  Apache-2.0", TWO + "  b-1.jar  MIT");
    jar("main/b-1.jar", "one\n");
    Run run = run();
    assertEquals(3, run.exitCode());
    assertTrue(run.lines().contains("< " + TWO + "  b-1.jar"), run::toString);
    assertTrue(run.lines().contains("> " + ONE + "  b-1.jar"), run::toString);
    assertTrue(run.lines().getLast().contains("make lock"), run::toString);
  }

  @Test
  void stopsAtOneThatIsNotLockedAndAtOneThatIsGone() throws Exception {
    lock(ONE + "  a-1.jar  Apache-2.0", TWO + "  c-1.jar  MIT");
    Run run = run();
    assertEquals(3, run.exitCode());
    assertTrue(run.lines().contains("< " + TWO + "  c-1.jar"), run::toString);
    assertTrue(run.lines().contains("> " + TWO + "  b-1.jar"), run::toString);
  }

  private void jar(String name, String content) throws IOException {
    Path jar = tree.resolve("target/quarkus-app/lib").resolve(name);
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, content);
  }

  private void lock(String... lines) throws IOException {
    String text = "# Comment.\n" + String.join("\n", lines) + "\n";
    Files.writeString(tree.resolve("src/main/lock/jars"), text);
  }

  private Run run() throws Exception {
    var builder = new ProcessBuilder(tree.resolve("src/main/sh/check-lock").toString());
    Process process = builder.redirectErrorStream(true).start();
    var lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    return new Run(process.waitFor(), lines);
  }
}
