// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.delegation;

/// Who makes the cgroups of pods on a node. The kubelet and every handler of the runtime must
/// agree.
public enum CgroupDriver {
  systemd,
  cgroupfs
}
