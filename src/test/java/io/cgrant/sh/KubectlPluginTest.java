// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With a program in Java's place that says what it was given.
final class KubectlPluginTest {

  private static final Path SCRIPTS = Path.of("src/main/kubectl").toAbsolutePath();

  @TempDir private Path folder;

  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void thereIsAProgram() throws IOException {
    Files.writeString(folder.resolve("quarkus-run.jar"), "");
  }

  @ParameterizedTest
  @CsvSource({"JAVA_VERSION=\"25.0.1\"", "JAVA_VERSION=\"26\"", "IMPLEMENTOR=\"None\"", "''"})
  void startsTheProgramWithAJavaThatIsNewEnough(String release) throws Exception {
    java("25", release);
    Run run = run("kubectl-cgrant", "check", "a file");
    assertEquals(0, run.exitCode, run::err);
    assertEquals("", run.err);
    assertTrue(run.out.startsWith("--sun-misc-unsafe-memory-access=allow\n"), "Unsafe: " + run.out);
    assertTrue(
        run.out.endsWith("-jar\n" + folder.resolve("quarkus-run.jar") + "\ncheck\na file\n"),
        run::out);
  }

  /// Exit code 1 is that of a refusal.
  @ParameterizedTest
  @CsvSource({"JAVA_VERSION=\"21.0.2\", 21", "'', 17", "'', 1"})
  void saysThatTheJavaIsTooOld(String release, String version) throws Exception {
    java(version, release);
    Run run = run("kubectl-cgrant", "check");
    assertEquals(3, run.exitCode);
    assertEquals("", run.out);
    assertEquals(
        "cgrant: "
            + folder.resolve("java/bin/java")
            + " is Java "
            + version
            + ", and cgrant needs 25 or newer; set JAVA_HOME to one\n",
        run.err);
  }

  /// It is printed into the line that somebody types.
  @Test
  void completionIsSilentAboutIt() throws Exception {
    java("21", "JAVA_VERSION=\"21\"");
    Run run = run("kubectl_complete-cgrant", "chec");
    assertEquals("", run.out + run.err);
    java("25", "");
    assertTrue(run("kubectl_complete-cgrant", "chec").out.endsWith("__complete\nchec\n"));
  }

  /// @param release what its file of that name holds; empty where it has none
  private void java(String version, String release) throws IOException {
    Path home = folder.resolve("java");
    Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = -version ] && { echo 'openjdk version "%s.0.1" 2026-01-01' >&2; exit 0; }
        printf '%%s\\n' "$@"
        """
            .formatted(version));
    assertTrue(program.toFile().setExecutable(true));
    Files.deleteIfExists(home.resolve("release"));
    if (!release.isEmpty()) {
      Files.writeString(home.resolve("release"), release + "\n");
    }
  }

  private Run run(String script, String... arguments) throws Exception {
    var words = new ArrayList<>(List.of(SCRIPTS.resolve(script).toString()));
    words.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    var builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().put("CGRANT_HOME", folder.toString());
    builder.environment().remove("CGRANT_JAVA_OPTS");
    builder.environment().merge("PATH", SCRIPTS.toString(), (path, more) -> more + ":" + path);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
