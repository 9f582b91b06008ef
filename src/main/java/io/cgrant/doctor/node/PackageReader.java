// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads versions from the databases of dpkg and apk, which are text. rpm's is not.
final class PackageReader {

  private static final Set<String> NAMES =
      Set.of("containerd", "containerd.io", "runc", "crun", "cri-o");

  private final Map<String, String> found = new TreeMap<>();
  private String name = "";
  private boolean isInstalled = true;

  private PackageReader() {}

  static Map<String, String> read(Rootfs root) {
    var reader = new PackageReader();
    root.lines("/var/lib/dpkg/status", reader::dpkg);
    root.lines("/lib/apk/db/installed", reader::apk);
    return reader.found;
  }

  private void dpkg(String line) {
    if (line.startsWith("Package: ")) {
      name = line.substring("Package: ".length()).strip();
      isInstalled = true;
    } else if (line.startsWith("Status: ")) {
      isInstalled = line.endsWith(" installed");
    } else if (line.startsWith("Version: ") && isInstalled) {
      add(line.substring("Version: ".length()));
    }
  }

  private void apk(String line) {
    if (line.startsWith("P:")) {
      name = line.substring(2).strip();
    } else if (line.startsWith("V:")) {
      add(line.substring(2));
    }
  }

  private void add(String version) {
    if (NAMES.contains(name)) {
      found.put(name, version.strip());
    }
  }
}
