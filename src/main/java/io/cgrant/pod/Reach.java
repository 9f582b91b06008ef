// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;

/// What a container opens on its node: ports, hosts that the kubelet calls, devices.
///
/// @param hostPorts the entries of `ports` with a `hostPort`
/// @param probeHosts where a probe or lifecycle handler names a host, as
/// `livenessProbe.httpGet.host`
/// @param volumeDevices how many volumes it takes as raw block devices
public record Reach(List<HostPort> hostPorts, List<String> probeHosts, int volumeDevices) {

  public static final Reach NONE = new Reach(List.of(), List.of(), 0);

  /// @param index its place in `ports`, from 0
  public record HostPort(int index, long port) {}
}
