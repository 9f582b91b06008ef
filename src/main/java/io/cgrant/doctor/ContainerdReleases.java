// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.delegation.Delegation;

/// What the releases of containerd can do. Sources: PR 11131 (`cgroup_writable`, first in 2.1.0),
/// read from the tags.
final class ContainerdReleases {

  private ContainerdReleases() {}

  static boolean knowsWritable(Release release) {
    return !release.isBefore(2, 1, 0);
  }

  static boolean keepsDelegation(Release release) {
    boolean loses =
        release.major() == 2
            && release.patch() < Delegation.firstPatchThatKeepsNsdelegate(release.minor());
    return knowsWritable(release) && !loses;
  }

  static void judge(Release release, Concern concern, String where, Findings findings) {
    if (!knowsWritable(release)) {
      findings.error(
          concern,
          where,
          "containerd " + release + " does not know cgroup_writable",
          "update it to 2.1.7, 2.2.3, 2.3.0 or later");
    } else if (!keepsDelegation(release)) {
      findings.warn(
          concern,
          where,
          "containerd " + release + ": any privileged container strips nsdelegate from the node",
          "update it to 2.1.7, 2.2.3 or 2.3.0; until then require user namespaces");
    }
  }
}
