// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `src/main/sh/flakes` among reports as Surefire writes them.
class FlakesScriptTest {

  private static final Instant BEGAN = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path tree;

  @Test
  void namesEachTestThatFailedOnceAndPassedWhenItWasRunAgain() throws Exception {
    report(
        "surefire-reports/TEST-io.cgrant.OneTest.xml",
        BEGAN.plusSeconds(1),
        """
        <testcase name="passes" classname="io.cgrant.OneTest" time="0.1"/>
        <testcase name="failedOnce" classname="io.cgrant.OneTest" time="0.1">
          <flakyFailure message="not yet" type="java.lang.AssertionError">
          </flakyFailure>
        </testcase>
        """);
    report(
        "failsafe-reports/TEST-io.cgrant.OneIT.xml",
        BEGAN.plusSeconds(1),
        """
        <testcase name="threw" classname="io.cgrant.OneIT" time="0.1">
          <flakyError message="closed" type="java.io.IOException"><stackTrace/></flakyError>
        </testcase>
        <testcase name="fails" classname="io.cgrant.OneIT" time="0.1">
          <failure message="no" type="java.lang.AssertionError"/>
        </testcase>
        """);
    report(
        "failsafe-reports/TEST-io.cgrant.OldIT.xml",
        BEGAN.minusSeconds(1),
        """
        <testcase name="threw" classname="io.cgrant.OldIT" time="0.1">
          <flakyError message="closed" type="java.io.IOException"/>
        </testcase>
        """);
    assertEquals(
        """
        cgrant: FLAKY, failed once and passed when it was run again, and has to be mended: io.cgrant.OneTest.failedOnce
        cgrant: FLAKY, failed once and passed when it was run again, and has to be mended: io.cgrant.OneIT.threw
        """,
        flakes());
  }

  @Test
  void saysNothingWhereEachPassedAtOnce() throws Exception {
    report(
        "surefire-reports/TEST-io.cgrant.OneTest.xml",
        BEGAN.plusSeconds(1),
        "<testcase name=\"passes\" classname=\"io.cgrant.OneTest\" time=\"0.1\"/>\n");
    Files.createDirectories(tree.resolve("target/failsafe-reports"));
    assertEquals("", flakes());
  }

  private void report(String name, Instant written, String text) throws IOException {
    Path file = tree.resolve("target").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private String flakes() throws Exception {
    Path script = tree.resolve("src/main/sh/flakes");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("src/main/sh/flakes"), script, StandardCopyOption.COPY_ATTRIBUTES);
    Path begun = Files.writeString(tree.resolve("begun"), "");
    Files.setLastModifiedTime(begun, FileTime.from(BEGAN));
    Process process =
        new ProcessBuilder(script.toString(), begun.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
