// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writes `docs/reference/third-party.md` from what is locked, and holds it to the licences that
/// may be shipped beside Apache-2.0.
@Tag("generated")
final class ThirdPartyReferenceTest {

  private static final Path JARS = Path.of("src/main/lock/jars");
  private static final Path DEBIAN = Path.of("src/main/lock/debian");

  /// Under the names of SPDX.
  private static final Map<String, String> ALLOWED =
      Map.of(
          "Apache-2.0", "Apache-2.0",
          "BSD-2-Clause", "BSD-2-Clause",
          "BSD-3-Clause", "BSD-3-Clause",
          "Bouncy Castle Licence", "MIT",
          "CC0-1.0", "CC0-1.0",
          "EPL-2.0", "EPL-2.0",
          "Go License", "BSD-3-Clause",
          "MIT", "MIT");

  /// cgrant itself, the Java runtime and Debian's packages.
  private static final Set<String> BESIDE_JARS =
      Set.of(
          "Apache-2.0",
          "GPL-2.0-only WITH Classpath-exception-2.0",
          "GPL-2.0-or-later",
          "LGPL-2.1-or-later");

  private static final String HEAD =
      """
      <!-- Generated from src/main/lock by `make generate`. Do not edit. -->
      # What the image ships of others

      With licences as their authors state them; of several, you may choose. [Build the image](../how-to/build-the-image.md)
      says how this is pinned and checked. The same, with checksums, is in the image as `/opt/cgrant/cgrant.cdx.json`. Its label
      `org.opencontainers.image.licenses` has them all, of several the first that is allowed here.

      | what | from | licence | where its text is |
      |---|---|---|---|
      | Java runtime | the JDK that built it, Eclipse Temurin 25 for releases | GPL-2.0 with Classpath exception | `/opt/java/legal` |
      | libraries and a locale of C: `libc6`, `libc-bin` | Debian 12, %s | LGPL-2.1-or-later and others | `/usr/share/doc` |
      | names of the system: `base-files` | Debian 12, %s | GPL-2.0-or-later | `/usr/share/doc` |

      ## Jars
      | jar | licence |
      |---|---|
      """;

  private record Jar(String name, String licences) {
    static Jar of(String line) {
      String[] words = line.split(" {2}", 3);
      return new Jar(words[1], words[2]);
    }

    boolean isAllowed() {
      return chosen().isPresent();
    }

    Optional<String> chosen() {
      return Stream.of(licences.split(" OR "))
          .filter(ALLOWED::containsKey)
          .map(ALLOWED::get)
          .findFirst();
    }
  }

  @Test
  void theReferenceIsWhatIsLocked() throws IOException {
    String rows =
        jars()
            .map(j -> "| " + j.name() + " | " + j.licences() + " |\n")
            .collect(Collectors.joining());
    GeneratedFile.verify(
        Path.of("docs/reference/third-party.md"),
        HEAD.formatted(version("libc6"), version("base-files")) + rows);
  }

  @Test
  void nothingElseThanTheseLicencesIsShipped() throws IOException {
    assertEquals(List.of(), jars().filter(jar -> !jar.isAllowed()).toList());
    assertTrue(jars().count() > 100);
  }

  @Test
  void theLabelOfTheImageNamesTheLicenceOfEachPart() throws IOException {
    var all = new TreeSet<>(BESIDE_JARS);
    jars().flatMap(jar -> jar.chosen().stream()).forEach(all::add);
    assertEquals(
        String.join(" AND ", all),
        new ObjectMapper()
            .readTree(Path.of("src/main/image/config.json").toFile())
            .at("/Labels/org.opencontainers.image.licenses")
            .asText());
  }

  private static Stream<Jar> jars() throws IOException {
    return Files.readAllLines(JARS).stream().filter(l -> !l.startsWith("#")).map(Jar::of);
  }

  /// The same for each architecture.
  private static String version(String name) throws IOException {
    Set<String> versions =
        Files.readAllLines(DEBIAN).stream()
            .map(line -> line.split(" "))
            .filter(words -> words[0].equals(name))
            .map(words -> words[2])
            .collect(Collectors.toSet());
    assertEquals(1, versions.size(), name);
    return versions.iterator().next();
  }
}
