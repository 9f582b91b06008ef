// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WrittenFilesTest {

  @TempDir private Path folder;

  @Test
  void nothingTakesItsPlaceBeforeAllAreWritten() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "old");
    Files.writeString(folder.resolve("b"), "a file");
    var refused =
        assertThrows(UnwritableFile.class, () -> write("a.yaml", "b/c.yaml"), "b is no folder");
    assertTrue(
        refused.getMessage().startsWith(folder.resolve("b/c.yaml") + " cannot be written"),
        refused::getMessage);
    assertEquals("old", Files.readString(folder.resolve("a.yaml")));
    assertEquals(List.of("a.yaml", "b"), names());
  }

  @Test
  void theyTakeTheirPlacesInTheirOrder() throws IOException {
    Files.createDirectories(folder.resolve("b.yaml/in-the-way"));
    assertThrows(UnwritableFile.class, () -> write("a.yaml", "b.yaml", "c.yaml"));
    assertEquals(List.of("a.yaml", "b.yaml"), names());
  }

  @Test
  void aLinkStaysAndWhoMayReadTheFileMayReadItStill() throws IOException {
    Path file = Files.writeString(folder.resolve("file.yaml"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("file.yaml"));
    write("link.yaml", "new/folder/other.yaml");
    assertTrue(Files.isSymbolicLink(folder.resolve("link.yaml")));
    assertEquals("link.yaml", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "new/folder/other.yaml", Files.readString(folder.resolve("new/folder/other.yaml")));
    assertEquals(List.of("file.yaml", "link.yaml", "new"), names());
  }

  /// Each has its name for its text.
  private void write(String... names) {
    var texts = new LinkedHashMap<Path, String>();
    for (String name : names) {
      texts.put(folder.resolve(name), name);
    }
    WrittenFiles.write(texts);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
