// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

/// One thing that was found.
///
/// @param where the object, file or field, as `RuntimeClass/fast` or `/etc/containerd/config.toml`;
/// empty for the cluster or the node as a whole
/// @param what is there
/// @param fix what to do; empty of what is well
public record Finding(Concern concern, Severity severity, String where, String what, String fix) {

  /// Why it matters.
  public String why() {
    return concern.why();
  }
}
