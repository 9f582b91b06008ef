// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.policy.WorkloadControllers;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Who makes pods of templates; the same as the webhook's `cgrant.workload-controllers`.
final class ControllersOption {

  @Option(
      names = "--workload-controllers",
      paramLabel = "USER",
      split = ",",
      defaultValue = WorkloadControllers.USUAL,
      description =
          "Users that make pods of templates others wrote. Default: those of"
              + " kube-controller-manager.")
  private Set<String> usernames = Set.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  WorkloadControllers named() {
    try {
      return new WorkloadControllers(usernames);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "--workload-controllers: " + e.getMessage(), e);
    }
  }
}
