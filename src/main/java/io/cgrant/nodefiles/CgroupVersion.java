// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

/// The hierarchy at `/sys/fs/cgroup` of the node.
public enum CgroupVersion {
  v1,
  v2
}
