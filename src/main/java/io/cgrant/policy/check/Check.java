// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.List;

/// One requirement. Its constructor refuses parameters that make no sense ([InvalidCheck]); its
/// `examine` finds everything that is wrong, not just the first, in the pod's own order; where a
/// list of the pod has no bound, it may stop at [Finding#MOST].
///
/// The `permits` clause is the registry: documentation, command line and completeness test are
/// written from it.
public sealed interface Check
    permits ForbidPrivileged,
        ForbidHostCgroupNamespace,
        ForbidRuntimePaths,
        ForbidRuntimeAnnotations,
        ForbidWindows,
        ForbidHostNamespaces,
        RequireUserNamespace,
        RequireLimits,
        RequireQosClass,
        AllowCapabilities,
        ForbidPrivilegeEscalation,
        RequireSeccomp,
        RequireProcMount,
        AllowHostPaths,
        ForbidRawBlock,
        ForbidHostPorts,
        ForbidHostProbes,
        ForbidUnconfinedAppArmor,
        ForbidSeLinuxOptions,
        ForbidUnsafeSysctls,
        AllowVolumeTypes,
        RequireRunAsNonRoot,
        ForbidRunAsRoot,
        RequireDroppedCapabilities,
        AllowImages,
        ForbidExclusiveCpus {

  List<Finding> examine(PodView pod);
}
