// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.Reach;
import java.util.ArrayList;
import java.util.List;

/// Reads what a container opens on its node: host ports, hosts in probes and handlers, devices.
final class ReachReader {

  private List<Reach.HostPort> hostPorts = List.of();
  private List<String> probeHosts = List.of();
  private int volumeDevices;

  /// Reads the field if it is one of them, else passes over it.
  void field(String key, JsonCursor cursor) {
    switch (key) {
      case "ports" -> ports(cursor);
      case "livenessProbe", "readinessProbe", "startupProbe" -> handler(key, cursor);
      case "lifecycle" -> lifecycle(cursor);
      case "volumeDevices" -> volumeDevices = JsonCollections.length(cursor);
      default -> cursor.skip();
    }
  }

  Reach read() {
    return hostPorts.isEmpty() && probeHosts.isEmpty() && volumeDevices == 0
        ? Reach.NONE
        : new Reach(hostPorts, probeHosts, volumeDevices);
  }

  private void ports(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return;
    }
    for (int index = 0; cursor.nextElement(); index++) {
      if (!cursor.enterObject()) {
        continue;
      }
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        if (key.equals("hostPort")) {
          hostPort(index, cursor.whole().orElse(0L));
        } else {
          cursor.skip();
        }
      }
    }
  }

  private void hostPort(int index, long port) {
    if (port != 0) {
      hostPorts = hostPorts.isEmpty() ? new ArrayList<>(2) : hostPorts;
      hostPorts.add(new Reach.HostPort(index, port));
    }
  }

  private void lifecycle(JsonCursor cursor) {
    if (cursor.enterObject()) {
      for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
        switch (key) {
          case "postStart", "preStop" -> handler("lifecycle." + key, cursor);
          // As stopSignal (KEP-4960), which is a word.
          default -> cursor.skip();
        }
      }
    }
  }

  private void handler(String path, JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return;
    }
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      if (key.equals("httpGet") || key.equals("tcpSocket")) {
        action(path, key, cursor);
      } else {
        cursor.skip();
      }
    }
  }

  private void action(String path, String action, JsonCursor cursor) {
    if (!cursor.enterObject()) {
      return;
    }
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      if (key.equals("host")) {
        host(path + "." + action + ".host", cursor.textOrEmpty());
      } else {
        cursor.skip();
      }
    }
  }

  private void host(String path, String host) {
    if (!host.isEmpty()) {
      probeHosts = probeHosts.isEmpty() ? new ArrayList<>(2) : probeHosts;
      probeHosts.add(path);
    }
  }
}
