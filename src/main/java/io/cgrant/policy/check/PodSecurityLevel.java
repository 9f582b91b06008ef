// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

  private static final Set<String> BASELINE_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /// The stanzas by which a policy lets more through than the standard does at this level. They
  /// hold, so whoever writes both should hear of it.
  ///
  /// @param checks all of the policy
  public Set<Requirement> loosenedBy(List<Check> checks) {
    var found = EnumSet.noneOf(Requirement.class);
    if (this == Restricted && !checks.contains(new ForbidPrivilegeEscalation())) {
      found.add(Requirement.privilegeEscalation);
    }
    checks.stream()
        .filter(this::isExceededBy)
        .flatMap(check -> Requirement.of(check).stream())
        .forEach(found::add);
    return this == Privileged ? Set.of() : found;
  }

  /// At level baseline the standard takes `Unmasked` of a pod with a user namespace, and Kubernetes
  /// of no other.
  private boolean isExceededBy(Check check) {
    return check instanceof RequireSeccomp(var types)
            && !RequireSeccomp.STRICT.allowed().containsAll(types)
        || check instanceof AllowCapabilities(var names) && !capabilities().containsAll(names)
        || check instanceof RequireProcMount(var kinds)
            && this == Restricted
            && !RequireProcMount.STRICT.allowed().containsAll(kinds)
        || check instanceof AllowHostPaths(var folders) && !folders.isEmpty();
  }

  private Set<String> capabilities() {
    return this == Restricted ? AllowCapabilities.STRICT.allowed() : BASELINE_CAPABILITIES;
  }

  public List<Check> checks() {
    return switch (this) {
      case Restricted -> RESTRICTED;
      case Baseline -> BASELINE;
      case Privileged -> List.of();
    };
  }
}
