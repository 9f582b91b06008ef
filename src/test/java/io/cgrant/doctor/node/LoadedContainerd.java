// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.delegation.Release;
import io.cgrant.doctor.NodeFacts.Handler;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the doctor takes containerd to load, for tests that know what it loads.
///
/// @param handlers by name, with what each mounts and by which driver
public record LoadedContainerd(String defaultHandler, Map<String, String> handlers) {

  /// @param root where the node's `/` is
  /// @param main as the node calls it
  public static LoadedContainerd read(Path root, String main, Optional<Release> release) {
    var loaded =
        ContainerdReader.read(new Rootfs(root, problem -> {}), main, release).orElseThrow();
    var handlers = new TreeMap<String, String>();
    for (Handler handler : loaded.handlers().values()) {
      handlers.put(handler.name(), handler.mount() + ", " + handler.driver());
    }
    return new LoadedContainerd(loaded.defaultHandler(), handlers);
  }
}
