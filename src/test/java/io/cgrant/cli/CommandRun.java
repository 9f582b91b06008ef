// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.cel.CelCompiler;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// One run of the command line in this process.
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    return withInput("", args);
  }

  static CommandRun withInput(String stdin, String... args) {
    var in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
    return on(Cgrant.commandLine(in, () -> {}, address -> "", new CelCompiler()), args);
  }

  static CommandRun on(CommandLine line, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    int exitCode = line.execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
