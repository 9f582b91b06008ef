// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.HostNamespaces;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.List;

/// Refuses a pod that shares the node's network, PID or IPC namespace. Through the PID namespace it
/// reaches the cgroups of others by `/proc/PID/root`. With the node's network, the runtime lays the
/// node's own `/sys` over the writable cgroup, so the grant would be void. Newer servers accept
/// `hostNetwork` together with `hostUsers: false`, so the API server is no guard here.
///
/// Source: Pod Security Standards, baseline, "Host Namespaces"; KEP-127; KEP-5607.
///
/// Default: always required.
///
/// Reasons: `HostNamespace`.
///
/// Way out: remove `hostNetwork`, `hostPID` and `hostIPC`.
public record ForbidHostNamespaces() implements Check {

  @Override
  public List<Finding> examine(PodView pod) {
    HostNamespaces host = pod.spec().hostNamespaces();
    var found = new ArrayList<Finding>(0);
    if (host.network()) {
      found.add(
          finding("hostNetwork", "network", "and would find its writable cgroup covered by /sys"));
    }
    if (host.pid()) {
      found.add(finding("hostPID", "PID", "and reaches the cgroups of others through /proc"));
    }
    if (host.ipc()) {
      found.add(finding("hostIPC", "IPC", "and reaches the memory that the node's own share"));
    }
    return found;
  }

  private static Finding finding(String field, String namespace, String effect) {
    return new Finding(
        "spec." + field,
        Reason.HostNamespace,
        "the pod shares the node's " + namespace + " namespace " + effect + "; remove it");
  }
}
