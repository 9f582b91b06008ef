// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.List;
import java.util.stream.Stream;

/// A level of the Pod Security Standards, as far as its rules have no stanza of their own in a
/// policy. Those that have one, as `capabilities`, are as strict as `Restricted` by default and
/// judged by that stanza alone.
///
/// Source: Kubernetes, Pod Security Standards, the newest version.
public enum PodSecurityLevel {
  Restricted,
  Baseline,
  /// The standard's own word for no level at all. The floor still holds.
  Privileged;

  private static final List<Check> BASELINE =
      List.of(
          new ForbidHostPorts(),
          new ForbidHostProbes(),
          new ForbidUnconfinedAppArmor(),
          new ForbidSeLinuxOptions(),
          new ForbidUnsafeSysctls());

  private static final List<Check> RESTRICTED =
      Stream.concat(
              BASELINE.stream(),
              Stream.<Check>of(
                  new AllowVolumeTypes(),
                  new RequireRunAsNonRoot(),
                  new ForbidRunAsRoot(),
                  new RequireDroppedCapabilities()))
          .toList();

  public List<Check> checks() {
    return switch (this) {
      case Restricted -> RESTRICTED;
      case Baseline -> BASELINE;
      case Privileged -> List.of();
    };
  }
}
