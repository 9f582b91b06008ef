// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

/// Which namespaces of the node the pod shares instead of having its own.
///
/// @param cgroup `hostCgroupNamespace` (KEP-5714), read wherever the pod level may carry it
public record HostNamespaces(boolean network, boolean pid, boolean ipc, boolean cgroup) {

  public static final HostNamespaces NONE = new HostNamespaces(false, false, false, false);
}
