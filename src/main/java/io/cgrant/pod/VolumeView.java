// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// What a volume says it is. One that says two things at once is there twice: the API server
/// refuses it, but only after a mutating webhook has seen it.
///
/// @param index its place in `spec.volumes`, from 0
/// @param type the field that is set, as `emptyDir`
/// @param image the reference of an `image` volume; empty for all others
public record VolumeView(int index, String name, String type, String image) {

  /// Where it stands: `spec.volumes[2].nfs`.
  public String path() {
    return "spec.volumes[" + index + "]." + type;
  }
}
