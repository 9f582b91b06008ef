// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Starts the command line when a command is named, the webhook otherwise.
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Quarkus.run(args);
  }
}
