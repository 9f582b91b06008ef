// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.InputStream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. A new command is one class and one line in [#commandLine].
public final class Cgrant {

  private Cgrant() {}

  /// @param server what `serve` does
  /// @return the exit code
  public static int run(Runnable server, String... args) {
    return commandLine(System.in, server).execute(args);
  }

  static CommandLine commandLine(InputStream stdin, Runnable server) {
    var line =
        new CommandLine(new CgrantCommand())
            .addSubcommand(new CheckCommand(stdin))
            .addSubcommand(new TryCommand(stdin))
            .addSubcommand(new ServeCommand(server));
    return line.setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler(Cgrant::explain)
        .setExecutionExceptionHandler(
            (e, at, parsed) -> {
              apologize(e, at);
              return ExitCode.OUR_FAULT.number();
            });
  }

  private static int explain(ParameterException e, String[] args) {
    CommandLine at = e.getCommandLine();
    at.getErr().println("cgrant: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, at.getErr())) {
      at.getErr().println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.UNREADABLE_INPUT.number();
  }

  private static void apologize(Exception e, CommandLine at) {
    at.getErr()
        .println(
            "cgrant: a mistake in cgrant, not in your files: "
                + Printable.of(e.toString())
                + "; please report it, with the output of CGRANT_DEBUG=1 and 'cgrant --version'");
    if (System.getenv("CGRANT_DEBUG") != null) {
      e.printStackTrace(at.getErr());
    }
  }
}
