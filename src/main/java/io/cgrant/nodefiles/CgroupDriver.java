// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

/// Who makes the cgroups of pods: the kubelet and the runtime must agree.
public enum CgroupDriver {
  systemd,
  cgroupfs
}
