// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import java.util.ArrayList;
import java.util.List;

/// What a policy requires that leaves out everything, in the order of the registry.
public final class Strict {

  public static final List<Check> CHECKS = all();

  private Strict() {}

  private static List<Check> all() {
    var all =
        new ArrayList<Check>(
            List.of(
                new ForbidHostNamespaces(),
                new RequireUserNamespace(),
                RequireLimits.STRICT,
                RequireQosClass.STRICT,
                AllowCapabilities.STRICT,
                new ForbidPrivilegeEscalation(),
                RequireSeccomp.STRICT,
                RequireProcMount.STRICT,
                AllowHostPaths.STRICT,
                new ForbidRawBlock()));
    all.addAll(PodSecurityLevel.Restricted.checks());
    all.add(new ForbidExclusiveCpus());
    return List.copyOf(all);
  }
}
