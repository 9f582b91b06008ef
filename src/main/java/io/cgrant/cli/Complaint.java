// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.admission.Printable;
import picocli.CommandLine.Model.CommandSpec;

/// What a command says on standard error. Every command says it so.
final class Complaint {

  private Complaint() {}

  static void print(CommandSpec command, String sentence) {
    command.commandLine().getErr().println("cgrant: " + Printable.of(sentence));
  }
}
