// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.admission.Printable;
import io.cgrant.policy.ExpressionCompiler;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. A new command is one class and one line in [#commandLine].
public final class Cgrant {

  private Cgrant() {}

  /// @param server what `serve` does
  /// @param webhooks what `export webhooks` prints
  /// @param compiler for the expressions of policies
  /// @return the exit code
  public static int run(
      Runnable server,
      Function<WebhookExport, String> webhooks,
      ExpressionCompiler compiler,
      String... args) {
    CommandLine line = commandLine(System.in, server, webhooks, compiler);
    line.setOut(StandardOutput.writer());
    try {
      return line.execute(args);
    } catch (Error e) {
      return apologize(e, line);
    }
  }

  static CommandLine commandLine(
      InputStream stdin,
      Runnable server,
      Function<WebhookExport, String> webhooks,
      ExpressionCompiler compiler) {
    var line =
        new CommandLine(new CgrantCommand())
            .addSubcommand(new CheckCommand(stdin, compiler))
            .addSubcommand(new WhyCommand(stdin, compiler))
            .addSubcommand(new TryCommand(stdin))
            .addSubcommand(new LogCommand(stdin))
            .addSubcommand(new WhoCommand(compiler))
            .addSubcommand(new DoctorCommand(compiler))
            .addSubcommand(ExportCommand.with(webhooks))
            .addSubcommand(new NodeFilesCommand())
            .addSubcommand(new MigrateCommand(stdin))
            .addSubcommand(new CompletionCommand())
            .addSubcommand(CompleteCommand.commandLine())
            .addSubcommand(new VersionCommand())
            .addSubcommand(new ServeCommand(server));
    return line.registerConverter(Path.class, Cgrant::path)
        .setUsageHelpAutoWidth(false)
        .setExecutionStrategy(Cgrant::executed)
        .setParameterExceptionHandler(Cgrant::explain)
        .setExecutionExceptionHandler((e, at, parsed) -> apologize(e, at));
  }

  /// An empty path is that of the folder one is in. Who writes it has forgotten what a variable
  /// holds.
  private static Path path(String written) {
    if (written.isEmpty()) {
      throw new TypeConversionException("is empty; name a file or a folder, as . for this one");
    }
    return Path.of(written);
  }

  /// Whoever relies on an exit code relies on what was printed, too.
  private static int executed(ParseResult parsed) {
    int exitCode = new RunLast().execute(parsed);
    CommandLine at = parsed.asCommandLineList().getLast();
    if (!at.getOut().checkError()) {
      return exitCode;
    }
    at.getErr()
        .println(
            "cgrant: standard output could not be written, or not all of it; make room where it"
                + " goes, or send it elsewhere");
    return ExitCode.UNREADABLE_INPUT.number();
  }

  private static int explain(ParameterException e, String[] args) {
    CommandLine at = e.getCommandLine();
    at.getErr().println("cgrant: " + Printable.of(problem(e)));
    if (!UnmatchedArgumentException.printSuggestions(e, at.getErr())) {
      at.getErr().println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.UNREADABLE_INPUT.number();
  }

  private static String problem(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String what = e.getCommandLine().getSubcommands().isEmpty() ? "argument" : "command";
      return "unknown " + what + " '" + unmatched.getUnmatched().getFirst() + "'";
    }
    return e.getMessage();
  }

  private static int apologize(Throwable e, CommandLine at) {
    at.getErr()
        .println(
            "cgrant: a mistake in cgrant, not in your files: "
                + Printable.of(e.toString())
                + "; please report it, with the output of CGRANT_DEBUG=1 and 'cgrant --version'");
    if (System.getenv("CGRANT_DEBUG") != null) {
      e.printStackTrace(at.getErr());
    }
    return ExitCode.OUR_FAULT.number();
  }
}
