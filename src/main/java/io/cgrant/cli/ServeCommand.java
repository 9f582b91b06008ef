// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import picocli.CommandLine.Command;

/// Starts the webhook.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Starts the webhook, and serves until it is stopped.",
      "",
      "It is configured by environment variables and system properties. CGRANT_FOLDER=PATH serves"
          + " the policies, namespaces and RuntimeClasses of a folder instead of a cluster's."
    })
final class ServeCommand implements Runnable {

  private final Runnable server;

  ServeCommand(Runnable server) {
    this.server = server;
  }

  @Override
  public void run() {
    server.run();
  }
}
