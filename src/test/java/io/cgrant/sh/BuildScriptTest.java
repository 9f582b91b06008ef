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

/// `src/main/sh/build` in a tree of its own, with a Maven that says what the test wants.
class BuildScriptTest {

  @TempDir Path tree;

  @BeforeEach
  void copiesTheScripts() throws IOException {
    Path scripts = Files.createDirectories(tree.resolve("src/main/sh"));
    try (var all = Files.list(Path.of("src/main/sh"))) {
      for (Path script : all.toList()) {
        Files.copy(
            script, scripts.resolve(script.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.createFile(tree.resolve("pom.xml"));
  }

  @Test
  void saysInOneSentenceThatTheNetworkIsMissing() throws Exception {
    maven("[ERROR] Could not transfer artifact a:b:pom:1 from central: unknown host");
    assertEquals(
        List.of(
            "cgrant: building ...",
            "cgrant: Maven could not download what the build needs; check the network, or"
                + " ~/.m2/settings.xml for a mirror (details in target/build.log)."),
        build());
  }

  @Test
  void showsTheErrorsOfABuildThatFails() throws Exception {
    maven("[ERROR] Foo.java:[1,2] not a statement");
    List<String> lines = build();
    assertTrue(lines.contains("[ERROR] Foo.java:[1,2] not a statement"), lines::toString);
    assertEquals(
        "cgrant: the build failed; the errors are above, all of it is in target/build.log.",
        lines.getLast());
  }

  private void maven(String error) throws IOException {
    Path maven = Files.createDirectories(tree.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho '" + error + "'\nexit 1\n");
    assertTrue(maven.toFile().setExecutable(true));
  }

  private List<String> build() throws Exception {
    var builder = new ProcessBuilder(tree.resolve("src/main/sh/build").toString());
    builder.environment().put("PATH", tree.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    var lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertEquals(3, process.waitFor());
    return lines;
  }
}
