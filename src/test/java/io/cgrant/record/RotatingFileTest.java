// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.audit.Entries;
import io.cgrant.outlet.Drops;
import io.cgrant.policy.Worlds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

  @TempDir private Path folder;

  @Test
  void noLineIsLostOrSplitWhereAllFilesAreKept() throws IOException {
    var log = log(20_000, 100);
    for (int i = 0; i < 2_000; i++) {
      log.accept(Entries.refused("head-" + i));
      if (i % 100 == 0) {
        log.accept(Entries.refusedFor(200, "long-" + i));
      }
    }
    log.close();

    assertEquals(0, log.drops().count(Drops.Cause.Sink));
    var names = new ArrayList<String>();
    int files = 0;
    while (Files.exists(file(files + 1))) {
      files++;
    }
    assertTrue(files > 3, files + " older files");
    for (int i = files; i >= 0; i--) {
      for (String line : Files.readAllLines(file(i))) {
        var read = Lines.parsed(line);
        if (read.get("findings").size() == 1) {
          names.add(read.get("name").textValue());
        }
      }
    }
    assertEquals(2_000, names.size());
    for (int i = 0; i < 2_000; i++) {
      assertEquals("head-" + i, names.get(i));
    }
  }

  @Test
  void soManyOlderFilesAreKeptAndTheNewestLinesStay() throws IOException {
    try (var sink = new RotatingFile(file(0), 20, 2)) {
      for (int i = 10; i < 60; i++) {
        write(sink, "line-" + i + "\n");
      }
    }

    assertEquals("line-58\nline-59\n", Files.readString(file(0)));
    assertEquals("line-56\nline-57\n", Files.readString(file(1)));
    assertEquals("line-54\nline-55\n", Files.readString(file(2)));
    assertFalse(Files.exists(file(3)));
  }

  @Test
  void goesOnWithTheFileThatIsThereAndEndsALineThatWasCut() throws IOException {
    Files.writeString(file(0), "one\ntw");
    try (var sink = new RotatingFile(file(0), 1_000, 2)) {
      write(sink, "three\n");
    }
    assertEquals("one\ntw\nthree\n", Files.readString(file(0)));
  }

  @Test
  void whereItCannotBeRenamedItGrowsOnAndNoOlderFileGoes() throws IOException {
    Files.writeString(file(2), "older\n");
    Files.createDirectories(file(1).resolve("in the way"));
    try (var sink = new RotatingFile(file(0), 10, 2)) {
      for (int i = 0; i < 5; i++) {
        write(sink, "line-" + i + "\n");
      }
    }
    assertEquals(5, Files.readAllLines(file(0)).size());
  }

  /// As logrotate does, in its ways.
  @Test
  void whatSomebodyElseRenamedRemovedOrCutIsBegunAnew() throws IOException {
    try (var sink = new RotatingFile(file(0), 1_000, 2)) {
      write(sink, "one\n");
      Files.move(file(0), file(7));
      write(sink, "two\n");
      assertEquals("one\n", Files.readString(file(7)));
      assertEquals("two\n", Files.readString(file(0)));
      Files.delete(file(0));
      write(sink, "three\n");
      assertEquals("three\n", Files.readString(file(0)));
      Files.writeString(file(0), "");
      write(sink, "four\n");
    }
    assertEquals("four\n", Files.readString(file(0)));
  }

  @Test
  void ownerAndGroupCanReadIt() throws IOException {
    try (var sink = new RotatingFile(file(0), 10, 2)) {
      write(sink, "line-1\n");
      write(sink, "line-2\n");
    }
    for (int i = 0; i < 2; i++) {
      var permissions = Files.getPosixFilePermissions(file(i));
      assertTrue(
          PosixFilePermissions.fromString("rw-r-----").containsAll(permissions),
          permissions::toString);
    }
  }

  @Test
  void oneFileHasOneWriter() throws IOException {
    try (var sink = new RotatingFile(file(0), 1_000, 2)) {
      IOException refused =
          assertThrows(IOException.class, () -> new RotatingFile(file(0), 1_000, 2));
      assertEquals(
          "another process writes " + file(0) + "; each needs one of its own",
          refused.getMessage());
      write(sink, "one\n");
    }
    new RotatingFile(file(0), 1_000, 2).close();
    assertEquals("one\n", Files.readString(file(0)));
  }

  @Test
  void whatAFullDiskDoesNotTakeIsCounted() throws IOException {
    var log =
        PatientLog.to(
            new RotatingFile(Path.of("/dev/full"), 1_000_000, 1),
            InstantSource.system(),
            Worlds.CONTROLLERS,
            () -> Duration.ZERO);
    for (int i = 0; i < 300; i++) {
      log.accept(Entries.refused("head"));
    }
    log.close();
    assertEquals(300, log.drops().count(Drops.Cause.Sink));
  }

  private DecisionLog log(long mostBytes, int kept) throws IOException {
    return PatientLog.to(
        new RotatingFile(file(0), mostBytes, kept),
        InstantSource.system(),
        Worlds.CONTROLLERS,
        () -> Duration.ZERO);
  }

  private Path file(int number) {
    return folder.resolve("decisions.log" + (number == 0 ? "" : "." + number));
  }

  private static void write(RotatingFile sink, String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    sink.write(bytes, 0, bytes.length);
  }
}
