// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedFileTest {

  @TempDir Path folder;

  @Test
  void acceptsTheFileItWrote() {
    Path file = folder.resolve("deep/down/page.md");
    GeneratedFile.write(file, "one\n");
    GeneratedFile.compare(file, "one\n", "make generate");
  }

  @Test
  void replacesTheWholeFileWhenGenerating() throws Exception {
    Path file = folder.resolve("page.md");
    Files.writeString(file, "one\ntwo\nthree\n");
    GeneratedFile.write(file, "four\n");
    assertEquals("four\n", Files.readString(file));
  }

  @Test
  void namesTheFirstLineThatDiffersAndTheWayOut() throws Exception {
    Path file = folder.resolve("page.md");
    Files.writeString(file, "one\ntwo\n");
    String message = failure(file, "one\nTWO\n");
    assertTrue(message.contains("page.md is out of date, line 2:"), message);
    assertTrue(message.contains("file: two") && message.contains("code: TWO"), message);
    assertTrue(message.contains("make generate"), message);
  }

  @Test
  void refusesAFileThatIsMissing() {
    assertTrue(failure(folder.resolve("none.md"), "one\n").contains("file: (nothing)"));
  }

  @Test
  void refusesAFileThatDiffersOnlyInItsLineEnds() throws Exception {
    Path file = folder.resolve("page.md");
    Files.writeString(file, "one\r\n");
    assertTrue(failure(file, "one\n").contains("in its line ends"));
  }

  private static String failure(Path file, String content) {
    return assertThrows(
            AssertionError.class, () -> GeneratedFile.compare(file, content, "make generate"))
        .getMessage();
  }
}
