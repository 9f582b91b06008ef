// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What fish needs to complete the command line, which picocli writes for bash and zsh alone.
final class FishScript {

  private static final String BEGINNING =
      """
      # Completes cgrant in fish. Written by `cgrant completion fish`.
      set -g __cgrant_commands %s

      # The command that is typed so far, as `export webhooks`.
      function __cgrant_command
          set -l at ''
          for word in (commandline -opc)[2..-1]
              set -l next (string trim -- "$at $word")
              contains -- $next $__cgrant_commands; and set at $next
          end
          echo $at
      end

      function __cgrant_at
          set -l at (__cgrant_command)
          test "$at" = "$argv"
      end

      complete -c cgrant -e
      """;

  private final List<String> commands = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder();

  private FishScript() {}

  static String of(CommandSpec root) {
    var script = new FishScript();
    script.add("", root);
    String known =
        script.commands.stream().map(FishScript::quoted).collect(Collectors.joining(" "));
    return BEGINNING.formatted(known) + script.lines;
  }

  private void add(String path, CommandSpec command) {
    String start = "complete -c cgrant -n " + quoted(("__cgrant_at " + path).strip());
    if (!command.subcommands().isEmpty()) {
      lines.append(start).append(" -f\n");
    }
    command.positionalParameters().stream()
        .map(p -> candidates(p.completionCandidates()))
        .filter(candidates -> !candidates.isEmpty())
        .forEach(
            candidates ->
                lines.append(start).append(" -x -a ").append(quoted(candidates)).append('\n'));
    for (OptionSpec option : command.options()) {
      lines.append(start).append(words(option)).append('\n');
    }
    command
        .subcommands()
        .forEach(
            (name, below) -> {
              if (!below.getCommandSpec().usageMessage().hidden()) {
                lines
                    .append(start)
                    .append(" -a ")
                    .append(name)
                    .append(described(below))
                    .append('\n');
                String whole = (path + " " + name).strip();
                commands.add(whole);
                add(whole, below.getCommandSpec());
              }
            });
  }

  private static String words(OptionSpec option) {
    var words = new StringBuilder();
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      String candidates = candidates(option.completionCandidates());
      words.append(isFile(option) ? " -r" : " -x");
      words.append(candidates.isEmpty() ? "" : " -a " + quoted(candidates));
    }
    return words + described(option.description());
  }

  private static boolean isFile(OptionSpec option) {
    return List.of(option.auxiliaryTypes()).contains(Path.class);
  }

  private static String candidates(Iterable<String> all) {
    return all == null
        ? ""
        : StreamSupport.stream(all.spliterator(), false).collect(Collectors.joining(" "));
  }

  private static String described(CommandLine command) {
    return described(command.getCommandSpec().usageMessage().description());
  }

  /// By the first sentence.
  private static String described(String[] description) {
    if (description.length == 0) {
      return "";
    }
    String text = String.format(String.join(" ", description)).replaceAll("\\s+", " ").strip();
    int end = (text + " ").indexOf(". ");
    return " -d " + quoted(end < 0 ? text : text.substring(0, end));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
