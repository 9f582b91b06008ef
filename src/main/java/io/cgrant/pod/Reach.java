// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;

/// What a container has others reach through its node's network.
///
/// @param hostPorts the entries of `ports` with a `hostPort`
/// @param probeHosts where a probe or lifecycle handler names a host, as
/// `livenessProbe.httpGet.host`
public record Reach(List<HostPort> hostPorts, List<String> probeHosts) {

  public static final Reach NONE = new Reach(List.of(), List.of());

  /// @param index its place in `ports`, from 0
  public record HostPort(int index, long port) {}
}
