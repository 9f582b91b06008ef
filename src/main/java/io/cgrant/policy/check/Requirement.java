// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.Optional;

/// The stanzas of `require`, each by the name that stands in a policy. An exception waives some.
public enum Requirement {
  userNamespace,
  limits,
  qosClass,
  capabilities,
  privilegeEscalation,
  seccomp,
  procMount,
  hostPaths,
  podSecurity,
  images,
  exclusiveCpus,
  /// Which no check is: they are expressions of the policy's author.
  rules;

  /// Whose check it is. Empty for the floor and for a check without a stanza: what no policy can
  /// relax, no exception can waive.
  public static Optional<Requirement> of(Check check) {
    return switch (check) {
      case ForbidPrivileged c -> Optional.empty();
      case ForbidHostCgroupNamespace c -> Optional.empty();
      case ForbidRuntimePaths c -> Optional.empty();
      case ForbidRuntimeAnnotations c -> Optional.empty();
      case ForbidWindows c -> Optional.empty();
      case ForbidHostNamespaces c -> Optional.empty();
      case ForbidRawBlock c -> Optional.empty();
      case RequireUserNamespace c -> Optional.of(userNamespace);
      case RequireLimits c -> Optional.of(limits);
      case RequireQosClass c -> Optional.of(qosClass);
      case AllowCapabilities c -> Optional.of(capabilities);
      case ForbidPrivilegeEscalation c -> Optional.of(privilegeEscalation);
      case RequireSeccomp c -> Optional.of(seccomp);
      case RequireProcMount c -> Optional.of(procMount);
      case AllowHostPaths c -> Optional.of(hostPaths);
      case ForbidHostPorts c -> Optional.of(podSecurity);
      case ForbidHostProbes c -> Optional.of(podSecurity);
      case ForbidUnconfinedAppArmor c -> Optional.of(podSecurity);
      case ForbidSeLinuxOptions c -> Optional.of(podSecurity);
      case ForbidUnsafeSysctls c -> Optional.of(podSecurity);
      case AllowVolumeTypes c -> Optional.of(podSecurity);
      case RequireRunAsNonRoot c -> Optional.of(podSecurity);
      case ForbidRunAsRoot c -> Optional.of(podSecurity);
      case RequireDroppedCapabilities c -> Optional.of(podSecurity);
      case AllowImages c -> Optional.of(images);
      case ForbidExclusiveCpus c -> Optional.of(exclusiveCpus);
    };
  }
}
