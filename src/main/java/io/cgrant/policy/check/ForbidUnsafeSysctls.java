// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Refuses kernel parameters that a namespace does not hold: all but those the standard calls safe.
///
/// Source: Pod Security Standards, baseline from 1.37, `sysctls`.
///
/// Field: `require.podSecurity`, `Restricted` and `Baseline`.
///
/// Default: forbidden.
///
/// Reasons: `SysctlNotAllowed`.
///
/// Way out: remove the parameter.
public record ForbidUnsafeSysctls() implements Check {

  private static final Set<String> SAFE =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_wmem",
          "net.ipv4.tcp_slow_start_after_idle",
          "net.ipv4.tcp_notsent_lowat");

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    List<String> names = pod.spec().sysctls();
    for (int i = 0; i < names.size() && found.size() < Finding.MOST; i++) {
      if (!SAFE.contains(names.get(i))) {
        found.add(
            new Finding(
                "spec.securityContext.sysctls[" + i + "].name",
                Reason.SysctlNotAllowed,
                "\"" + names.get(i) + "\" reaches beyond the pod; remove it"));
      }
    }
    return found;
  }
}
