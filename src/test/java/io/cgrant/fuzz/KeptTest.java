// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptTest {

  @TempDir Path folder;

  @Test
  void whatIsFoundIsWrittenAndToldHowToKeepIt() throws IOException {
    var kept = new Kept(folder.resolve("kept-x"), folder.resolve("found"));
    Files.createDirectory(kept.kept());
    String told = kept.write(7, List.of("{\"a\":1}", "{}"));
    assertEquals("{\"a\":1}\n", Files.readString(folder.resolve("found/kept-x-7-0.json")));
    assertEquals("{}\n", Files.readString(folder.resolve("found/kept-x-7-1.json")));
    assertEquals(
        "written to %s: find out who is wrong, mend it, and keep the case by copying it to %s"
            .formatted(folder.resolve("found/kept-x-7-*.json"), kept.kept()),
        told);
    assertEquals(List.of(), kept.files());
    Path copied = kept.kept().resolve("00-a.json");
    Files.copy(folder.resolve("found/kept-x-7-0.json"), copied);
    assertEquals(List.of(copied), kept.files());
  }

  @Test
  void whereNothingIsFoundNothingIsWritten() throws IOException {
    var kept = new Kept(folder.resolve("kept-x"), folder.resolve("found"));
    assertEquals("", kept.write(7, List.of()));
    assertEquals(false, Files.exists(kept.found()));
  }
}
