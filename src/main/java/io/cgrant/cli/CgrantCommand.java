// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The program itself. Its commands are listed in [Cgrant].
@Command(
    name = "cgrant",
    description = "Grants pods write access to their own cgroup, by policy.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Examples:",
      "  cgrant check -p policies/ pods/*.yaml     judge files without a cluster",
      "  cgrant help check                         all about one command",
      "  cgrant serve                              start the webhook",
      "",
      "CGRANT_DEBUG=1 shows the stack trace of a mistake in cgrant."
    })
final class CgrantCommand {}
