// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.policy.WorkloadControllers;
import java.util.Set;
import picocli.CommandLine.Option;

/// Who makes pods of templates; the same as the webhook's `cgrant.workload-controllers`.
final class Controllers {

  @Option(
      names = "--workload-controllers",
      paramLabel = "USER",
      split = ",",
      defaultValue = WorkloadControllers.USUAL,
      description =
          "Users that make pods of templates others wrote. Default: those of"
              + " kube-controller-manager.")
  private Set<String> usernames = Set.of();

  WorkloadControllers named() {
    return new WorkloadControllers(usernames);
  }
}
