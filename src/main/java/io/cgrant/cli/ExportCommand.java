// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Prints what cgrant knows, as something to apply elsewhere.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "WHAT",
    description = "Prints manifests for kubectl.")
final class ExportCommand {

  /// @param webhooks makes YAML of what is asked for
  static CommandLine with(Function<WebhookExport, String> webhooks) {
    return new CommandLine(new ExportCommand()).addSubcommand(new ExportWebhooksCommand(webhooks));
  }
}
