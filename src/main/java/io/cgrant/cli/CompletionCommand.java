// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints a script that completes what is typed.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints a script by which a shell completes the command line.",
    footer = {
      "",
      "Examples:",
      "  source <(cgrant completion bash)          bash and zsh, for this session",
      "  cgrant completion fish > ~/.config/fish/completions/cgrant.fish"
    })
final class CompletionCommand implements Runnable {

  /// The shells, named as their programs.
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Override
  public void run() {
    CommandLine program = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (shell) {
          // One script for both: in zsh it loads what makes it understood.
          case bash, zsh -> AutoComplete.bash(spec.root().name(), program);
          case fish -> FishScript.of(spec.root());
        });
    out.flush();
  }
}
