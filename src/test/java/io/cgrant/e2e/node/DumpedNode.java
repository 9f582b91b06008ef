// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import io.cgrant.delegation.Release;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.node.LoadedContainerd;
import io.cgrant.doctor.node.NodeReader;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder inside a node that looks like a node to the doctor, and whose configuration the node's
/// own containerd can be asked about: `containerd config dump`.
///
/// @param name of the folder
record DumpedNode(Node node, String name) {

  static final String MAIN = "/etc/containerd/config.toml";
  static final String DROP_IN = "/etc/containerd/conf.d/50-cgroup-writable.toml";
  static final String BASE_SPEC = "/etc/containerd/cgroup-writable-base.json";

  private static final String INSIDE = "/run/doctor/";
  private static final Path PRODUCT = Path.of("deploy/node/containerd");

  /// With our files for a version, and a main file of another that imports them.
  static DumpedNode of(Node node, String name, int main, int dropIn) {
    var dumped = new DumpedNode(node, name);
    Path files = PRODUCT.resolve("config-" + dropIn);
    dumped.write(MAIN, main(main));
    dumped.write(DROP_IN, text(files.resolve("50-cgroup-writable.toml")));
    dumped.write(BASE_SPEC, text(files.resolve("cgroup-writable-base.json")));
    dumped.write("/usr/bin/runc", "");
    dumped.write("/proc/1/mountinfo", text(Path.of("/proc/self/mountinfo")));
    dumped.write(
        "/var/lib/dpkg/status",
        "Package: containerd\nStatus: install ok installed\nVersion: "
            + node.versions().get("containerd")
            + "\n");
    return dumped;
  }

  private static String main(int version) {
    String plugin =
        version == 2 ? "\"io.containerd.grpc.v1.cri\"" : "'io.containerd.cri.v1.runtime'";
    return """
        version = %d
        imports = ["conf.d/*.toml"]
        [plugins.P.containerd]
          default_runtime_name = "plain"
          [plugins.P.containerd.runtimes.plain]
            runtime_type = "io.containerd.runc.v2"
            [plugins.P.containerd.runtimes.plain.options]
              SystemdCgroup = true
        """
        .formatted(version)
        .replace("P.", plugin + ".");
  }

  Path root() {
    return node.root().resolve((INSIDE + name).substring(1));
  }

  /// As containerd says it itself; a failed one where it would not start.
  Said dump() {
    return node.run("containerd --config " + INSIDE + name + MAIN + " config dump 2>/dev/null");
  }

  /// What it says, read as the doctor reads files.
  LoadedContainerd said(String dump) {
    var said = new DumpedNode(node, name + "-dump");
    // The files are in it already.
    said.write(MAIN, dump.replaceAll("(?m)^imports = .*$", ""));
    return LoadedContainerd.read(said.root(), MAIN, release());
  }

  LoadedContainerd read() {
    return LoadedContainerd.read(root(), MAIN, release());
  }

  private Optional<Release> release() {
    return Release.read(node.versions().get("containerd"));
  }

  Diagnosis examined() {
    return examined(root());
  }

  static Diagnosis examined(Path root) {
    return NodeReader.examine(
        new NodeReader.Places(
            root, root.resolve("proc"), Optional.empty(), Optional.empty(), Optional.empty()),
        GatedHandlers.of(List.of(Snapshot.USUALLY_GATED.split(","))).names());
  }

  void edit(String path, String from, String to) {
    String text = text(root().resolve(path.substring(1)));
    if (!text.contains(from)) {
      throw new AssertionError(path + " has no " + from);
    }
    write(path, text.replace(from, to));
  }

  void delete(String path) {
    try {
      Files.delete(root().resolve(path.substring(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String path, String text) {
    try {
      Path file = root().resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
