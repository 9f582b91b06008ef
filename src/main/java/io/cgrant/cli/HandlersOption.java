// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Snapshot;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The handlers a command takes for gated; the same as the webhook's `cgrant.gated-handlers`.
final class HandlersOption {

  @Option(
      names = "--gated-handlers",
      paramLabel = "NAME",
      split = ",",
      defaultValue = Snapshot.USUALLY_GATED,
      description = "Runtime handlers that mount the cgroup writable. Default: ${DEFAULT-VALUE}")
  private Set<String> written = Set.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  Set<String> names() {
    try {
      return GatedHandlers.of(written).names();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--gated-handlers: " + e.getMessage(), e);
    }
  }
}
