// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The workflows run on a forge alone, and the one of a release for the first time when it counts.
class WorkflowsTest {

  private static final Path FOLDER = Path.of(".github/workflows");
  private static final Pattern USES = Pattern.compile("(?m)^ *(?:- )?uses: *(.*)$");
  private static final Pattern PINNED =
      Pattern.compile("[\\w-]+/[\\w.-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
  private static final Pattern ATTESTED =
      Pattern.compile("(?m)^ *sbom-path: images/(?:amd64|arm64)/(\\S+)$");

  @TempDir Path tree;

  /// Whoever can move a tag could sign in our name.
  @Test
  void everyActionIsPinnedByTheHashOfItsCommit() throws IOException {
    List<String> seen = used();
    assertTrue(seen.size() > 10, seen::toString);
    assertEquals(
        List.of(), seen.stream().filter(use -> !PINNED.matcher(use).matches()).distinct().toList());
  }

  @Test
  void oneVersionOfAnActionIsOneCommit() throws IOException {
    List<String> each = used().stream().distinct().toList();
    assertEquals(
        each.stream().map(use -> use.replaceFirst("@.*", "")).distinct().count(), each.size());
  }

  @Test
  void whatAReleaseAttestsIsWrittenBesideTheArchive() throws IOException {
    String image = Files.readString(Path.of("src/main/sh/image"));
    List<String> attested =
        ATTESTED.matcher(release()).results().map(match -> match.group(1)).toList();
    assertEquals(2, attested.size());
    for (String name : attested) {
      assertTrue(image.contains(" \"$out/" + name + "\"\n"), name);
    }
  }

  @Test
  void aPipeOfTheReleaseFailsWithAnyOfItsCommands() throws IOException {
    String release = release();
    assertTrue(release.contains(" | tee "));
    assertTrue(release.contains("\ndefaults: {run: {shell: bash}}\n"));
  }

  @Test
  void theTagIsComparedWithTheVersionOfTheProject() throws Exception {
    String release = release();
    assertTrue(
        release.contains("[[ $(src/main/sh/project-version) == \"${GITHUB_REF_NAME#v}\" ]]"));
    assertFalse(release.contains("grep"));

    Path script = Files.createDirectories(tree.resolve("src/main/sh")).resolve("project-version");
    Files.copy(Path.of("src/main/sh/project-version"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        tree.resolve("pom.xml"),
        """
        <project>
          <version>1.2.3</version>
          <dependencies><dependency>
            <version>4.5.6</version>
          </dependency></dependencies>
        </project>
        """);
    Process process = new ProcessBuilder(script.toString()).start();
    assertEquals("1.2.3\n", new String(process.getInputStream().readAllBytes()));
    assertEquals(0, process.waitFor());
  }

  private static String release() throws IOException {
    return Files.readString(FOLDER.resolve("release.yaml"));
  }

  private static List<String> used() throws IOException {
    var seen = new ArrayList<String>();
    for (Path file : workflows()) {
      USES.matcher(Files.readString(file)).results().forEach(use -> seen.add(use.group(1)));
    }
    return seen;
  }

  private static List<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }
}
