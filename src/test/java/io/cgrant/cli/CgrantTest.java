// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /// It would be the folder one is in.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "check -p docs/tutorial/policies _",
        "check -p _ docs/tutorial/pods",
        "check --policies=_ docs/tutorial/pods",
        "why -p docs/tutorial/policies _",
        "try --ca-file _ docs/tutorial/pods",
        "log _",
        "migrate _",
        "migrate docs/tutorial/policies --output _",
        "node-files --runtime containerd --version 2.3 --output _",
        "doctor --node _"
      })
  void nobodyMeansAnEmptyPath(String arguments) {
    var run =
        CommandRun.of(
            Stream.of(arguments.split(" "))
                .map(word -> word.replace("_", ""))
                .toArray(String[]::new));
    assertEquals(2, run.exitCode(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains("is empty; name a"), run.err());
  }

  /// As /dev/full does, and a full disk.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "version",
        "completion bash",
        "export webhooks --service a/b",
        "log --count-by verdict README.md",
        "check -o junit -p docs/tutorial/policies -n docs/tutorial/cluster docs/tutorial/pods",
        "migrate docs/tutorial/policies",
        "node-files --runtime containerd --version 2.3"
      })
  void whatCannotBePrintedIsNoSuccess(String arguments) {
    var run = printing(new IOException("No space left on device"), arguments);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("cgrant: standard output could not be written"), run.err());
  }

  @Test
  void whoHasSeenEnoughMayGo() {
    var run = printing(new IOException("Broken pipe"), "--help");
    assertEquals(new CommandRun(0, "", ""), run);
  }

  private static CommandRun printing(IOException trouble, String arguments) {
    var broken =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw trouble;
          }
        };
    var line =
        Cgrant.commandLine(
            InputStream.nullInputStream(), () -> {}, address -> "webhooks", new CelCompiler());
    var err = new StringWriter();
    line.setOut(new PrintWriter(new StandardOutput(broken)));
    line.setErr(new PrintWriter(err));
    return new CommandRun(line.execute(arguments.split(" ")), "", err.toString());
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
