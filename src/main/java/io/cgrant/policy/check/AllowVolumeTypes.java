// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import io.cgrant.pod.VolumeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Allows the volume types of the standard: `configMap`, `csi`, `downwardAPI`, `emptyDir`,
/// `ephemeral`, `image`, `persistentVolumeClaim`, `projected` and `secret`. All others have the
/// node mount something by the pod's word. `hostPath` is the business of `require.hostPaths`.
///
/// Source: Pod Security Standards, restricted, `restrictedVolumes`.
///
/// Field: `require.podSecurity`, `Restricted`.
///
/// Default: only those.
///
/// Reasons: `VolumeTypeNotAllowed`.
///
/// Way out: use a PersistentVolumeClaim.
public record AllowVolumeTypes() implements Check {

  private static final Set<String> ALLOWED =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret",
          "hostPath");

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (VolumeView volume : pod.spec().volumes()) {
      if (found.size() == Finding.MOST) {
        return found;
      }
      if (!ALLOWED.contains(volume.type())) {
        found.add(
            new Finding(
                volume.path(),
                Reason.VolumeTypeNotAllowed,
                "volume \""
                    + volume.name()
                    + "\" is of a type that the node mounts by the pod's word; use a"
                    + " PersistentVolumeClaim"));
      }
    }
    return found;
  }
}
