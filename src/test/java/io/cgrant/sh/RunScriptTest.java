// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stops `make run` before anything is built or started, in one sentence each.
class RunScriptTest {

  private static final Path SCRIPTS = Path.of("src/main/sh").toAbsolutePath();

  @TempDir Path folder;

  private record Run(int exitCode, List<String> lines) {}

  @Test
  void saysWhichPortIsTakenAndHowToTakeAnother() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          new Run(
              3,
              List.of(
                  "cgrant: port %d is taken; choose another: make run PORT=%d"
                      .formatted(port, port + 1))),
          run(SCRIPTS.resolve("run"), Map.of("PORT", Integer.toString(port))));
    }
  }

  @Test
  void saysWhatAPortIs() throws Exception {
    assertEquals(
        new Run(3, List.of("cgrant: PORT=https is no port; choose one from 1 to 65535.")),
        run(SCRIPTS.resolve("run"), Map.of("PORT", "https")));
  }

  @Test
  void saysWhatIsMissingWhereThereIsNoJdk() throws Exception {
    assertEquals(
        new Run(
            3,
            List.of(
                "cgrant: no JDK 25 or newer found in JAVA_HOME, on the PATH or in the usual folders;"
                    + " install one (for example Eclipse Temurin 25) or set JAVA_HOME to it.")),
        findJdk(jdk("old", "17.0.2")));
  }

  @Test
  void takesAJdkThatIsNewEnough() throws Exception {
    Path jdk = jdk("new", "26.0.1");
    assertEquals(new Run(0, List.of(jdk.toString())), findJdk(jdk));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path compiler = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(compiler, "#!/bin/sh\n");
    assertTrue(compiler.toFile().setExecutable(true));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /// A copy that looks for the usual folders below one of ours, where there are none.
  private Run findJdk(Path javaHome) throws Exception {
    String script = Files.readString(SCRIPTS.resolve("find-jdk"));
    Path copy = folder.resolve("find-jdk");
    Files.writeString(copy, script.replaceAll(" /(usr|opt|Library)/", " " + folder + "/$1/"));
    assertTrue(copy.toFile().setExecutable(true));
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String program : List.of("sed", "head")) {
      Path link = programs.resolve(program);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("/usr/bin", program));
      }
    }
    return run(
        copy,
        Map.of(
            "JAVA_HOME",
            javaHome.toString(),
            "PATH",
            programs.toString(),
            "HOME",
            folder + "/home"));
  }

  private static Run run(Path script, Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    var lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    return new Run(process.waitFor(), lines);
  }
}
