// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.cel.CelCompiler;
import io.cgrant.cli.Cgrant;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Starts the webhook when nothing is asked for, and the command line otherwise.
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length == 0) {
      Quarkus.run();
      return;
    }
    // Method references would load Quarkus and the Kubernetes client for every command.
    System.exit(
        Cgrant.run(() -> Quarkus.run(), a -> WebhookManifests.yaml(a), new CelCompiler(), args));
  }
}
