// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// Completes for kubectl, which asks a plugin with the words typed so far and reads one candidate a
/// line and then a directive.
///
/// Source: kubectl, `pkg/cmd/plugin/plugin_completion.go`, and cobra's `ShellCompDirective`.
@Command(name = "__complete", hidden = true, description = "Completes for kubectl.")
final class CompleteCommand implements Runnable {

  /// The shell's own completion of files.
  private static final String FILES_TOO = ":0";

  private static final String NOTHING_ELSE = ":4";

  /// No argument of a program can hold it.
  private static final String NO_WORD = "\0";

  @Spec private CommandSpec spec;

  /// The last of them is the one that is being typed, and can be empty.
  @Unmatched private List<String> words = new ArrayList<>();

  /// Two dashes may be the beginning of an option that is being typed.
  static CommandLine commandLine() {
    var line = new CommandLine(new CompleteCommand());
    line.getCommandSpec().parser().endOfOptionsDelimiter(NO_WORD);
    return line;
  }

  @Override
  public void run() {
    String typed = words.isEmpty() ? "" : words.getLast();
    var found = new ArrayList<CharSequence>();
    AutoComplete.complete(
        spec.root(),
        words.toArray(String[]::new),
        Math.max(words.size() - 1, 0),
        0,
        typed.length(),
        found);
    PrintWriter out = spec.commandLine().getOut();
    List<String> fitting =
        found.stream()
            .map(CharSequence::toString)
            .map(String::strip)
            .filter(candidate -> !candidate.isEmpty() && candidate.startsWith(typed))
            .distinct()
            .sorted()
            .toList();
    fitting.forEach(out::println);
    out.println(fitting.isEmpty() ? FILES_TOO : NOTHING_ELSE);
    out.flush();
  }
}
