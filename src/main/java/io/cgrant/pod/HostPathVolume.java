// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// A `hostPath` volume.
///
/// @param index its place in `spec.volumes`, from 0
/// @param name the volume's name
/// @param hostPath the path on the node as written, not yet normalised
public record HostPathVolume(int index, String name, String hostPath) {

  /// Where the node's path stands: `spec.volumes[2].hostPath.path`.
  public String path() {
    return "spec.volumes[" + index + "].hostPath.path";
  }
}
