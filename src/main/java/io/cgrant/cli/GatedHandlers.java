// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import io.cgrant.policy.Snapshot;
import java.util.Set;
import picocli.CommandLine.Option;

/// The handlers a command takes for gated; the same as the webhook's `cgrant.gated-handlers`.
final class GatedHandlers {

  @Option(
      names = "--gated-handlers",
      paramLabel = "NAME",
      split = ",",
      defaultValue = Snapshot.USUALLY_GATED,
      description = "Runtime handlers that mount the cgroup writable. Default: ${DEFAULT-VALUE}")
  private Set<String> names = Set.of();

  Set<String> names() {
    return names;
  }
}
