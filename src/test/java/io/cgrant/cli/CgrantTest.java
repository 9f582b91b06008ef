// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CgrantTest {

  @Test
  void explainsItself() {
    var help = CommandRun.of("--help");
    assertEquals(0, help.exitCode());
    assertTrue(help.out().contains("Examples:"), help.out());
    assertTrue(help.out().contains("check "), help.out());
    assertEquals(help.out(), CommandRun.of("help").out());
    assertTrue(CommandRun.of("help", "check").out().contains("Exit codes:"));
    assertTrue(CommandRun.of("--version").out().startsWith("cgrant "));
  }

  @Test
  void suggestsWhatAMistypedCommandMeant() {
    var run = CommandRun.of("chekc");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().startsWith("cgrant: unknown command 'chekc'\n"), run.err());
    assertTrue(run.err().contains("check"), run.err());
  }

  @Test
  void asksToReportItsOwnMistakesWithoutAStackTrace() {
    var broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("oops");
          }
        };
    var run =
        CommandRun.on(
            Cgrant.commandLine(broken, () -> {}, address -> "", new CelCompiler()),
            "check",
            "-p",
            "docs/tutorial/policies",
            "-");
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("please report it"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void servesOnlyWhenToldTo() {
    var started = new AtomicInteger();
    var line =
        Cgrant.commandLine(
            InputStream.nullInputStream(),
            started::incrementAndGet,
            address -> "",
            new CelCompiler());
    assertEquals(0, CommandRun.on(line, "serve", "--help").exitCode());
    assertEquals(2, CommandRun.on(line, "serve", "now").exitCode());
    assertEquals(0, started.get());
    assertEquals(0, CommandRun.on(line, "serve").exitCode());
    assertEquals(1, started.get());
  }
}
