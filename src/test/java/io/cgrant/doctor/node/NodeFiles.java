// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.node;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Diagnosis;
import io.cgrant.doctor.Finding;
import io.cgrant.policy.GatedHandlers;
import io.cgrant.policy.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files of a node, in a folder. As it is made, nothing is wrong with it.
public record NodeFiles(Path root) {

  public static final String MAIN = "/etc/containerd/config.toml";
  static final String DROP_IN = "/etc/containerd/conf.d/50-cgroup-writable.toml";
  static final String BASE_SPEC = "/etc/containerd/cgroup-writable-base-spec.json";
  static final String CRIO = "/etc/crio/crio.conf";
  public static final String MOUNTS = "/proc/1/mountinfo";
  public static final String KERNEL = "/proc/sys/kernel/osrelease";
  static final String KUBELET = "/var/lib/kubelet/config.yaml";
  static final String HOOKS = "/usr/share/containers/oci/hooks.d/";
  static final String DPKG = "/var/lib/dpkg/status";

  /// Of the process of the container runtime.
  static final String PROCESS = "/proc/900";

  static final String V2 =
      """
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      30 22 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
      """;

  static final String DEFAULT_TABLES =
      """
      imports = ["/etc/containerd/conf.d/*.toml"]
      [plugins.'io.containerd.cri.v1.runtime'.containerd]
        default_runtime_name = "plain"
        [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.plain]
          runtime_type = "io.containerd.runc.v2"
          [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.plain.options]
            SystemdCgroup = true
      """;

  static final String WRITABLE_TABLES =
      """
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc-cgroup-writable]
        runtime_type = "io.containerd.runc.v2"
        cgroup_writable = true
        base_runtime_spec = "/etc/containerd/cgroup-writable-base-spec.json"
        [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc-cgroup-writable.options]
          BinaryName = "/usr/bin/runc"
          SystemdCgroup = true
      """;

  public static NodeFiles well(Path root) {
    var node = new NodeFiles(root);
    node.write(MOUNTS, V2);
    node.write(KERNEL, "6.12.41+deb13-amd64\n");
    node.runs("containerd", Instant.now().plusSeconds(60), "/usr/bin/containerd");
    node.write(MAIN, "version = 3\n" + DEFAULT_TABLES);
    node.write(DROP_IN, "version = 3\n" + WRITABLE_TABLES);
    node.write(
        BASE_SPEC,
        """
        {"ociVersion": "1.2.0", "linux": {"resources": {"unified":
          {"cgroup.max.descendants": "250", "cgroup.max.depth": "50"}}}}
        """);
    node.write("/usr/bin/runc", "");
    node.write(
        KUBELET,
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        cgroupDriver: systemd
        """);
    node.write(
        DPKG,
        """
        Package: containerd
        Status: install ok installed
        Version: 2.1.9+ds1-5

        Package: crun
        Status: deinstall ok config-files
        Version: 1.4

        Package: runc
        Status: install ok installed
        Version: 1.3.6+ds1-1
        """);
    return node;
  }

  /// The same node with CRI-O in place of containerd.
  static NodeFiles withCrio(Path root) {
    NodeFiles node = well(root);
    node.delete(MAIN);
    node.runs("crio", Instant.now().plusSeconds(60), "/usr/bin/crio");
    node.write(
        CRIO,
        """
        [crio.runtime]
        cgroup_manager = "systemd"
        [crio.runtime.runtimes.crun]
        allowed_annotations = ["io.containers.trace-syscall"]
        """);
    node.write(
        "/etc/crio/crio.conf.d/50-cgroup-writable.conf",
        """
        [crio.runtime.runtimes.crun-cgroup-writable]
        runtime_path = "/usr/bin/crun"
        allowed_annotations = ["cgroup2-mount-hierarchy-rw.crio.io"]
        """);
    node.write("/usr/bin/crun", "");
    node.write("/bin/sh", "");
    for (String name : List.of("cgroup-writable-bound.json", "init-bound.json")) {
      node.write(HOOKS + name, ours("crio/hooks/" + name));
    }
    return node;
  }

  /// A container runtime as the kernel shows it: 100 s after it booted.
  void runs(String program, Instant since, String... commandLine) {
    write("/proc/stat", "cpu  1 2 3\nbtime " + (since.getEpochSecond() - 100) + "\n");
    write(PROCESS + "/comm", program + "\n");
    write(PROCESS + "/status", "Name:\t" + program + "\nNSpid:\t900\n");
    write(PROCESS + "/stat", "900 (a) b) S 1" + " 0".repeat(17) + " 10000 0 0\n");
    write(PROCESS + "/cmdline", String.join("\0", commandLine) + "\0");
  }

  /// A file of `deploy/node`.
  static String ours(String name) {
    try {
      return Files.readString(Path.of("deploy/node", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void edit(String path, String from, String to) {
    String text = read(path);
    if (!text.contains(from)) {
      throw new AssertionError(path + " has no " + from);
    }
    write(path, text.replace(from, to));
  }

  String read(String path) {
    try {
      return Files.readString(root.resolve(path.substring(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void delete(String path) {
    try {
      Files.delete(root.resolve(path.substring(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void link(String path, String target) {
    try {
      Path link = root.resolve(path.substring(1));
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Diagnosis examined() {
    return examined(Optional.empty());
  }

  /// @param containerd its main file
  Diagnosis examined(String containerd) {
    return examined(Optional.of(containerd));
  }

  private Diagnosis examined(Optional<String> containerd) {
    return NodeReader.examine(
        new NodeReader.Places(
            root, root.resolve("proc"), containerd, Optional.empty(), Optional.empty()),
        gated());
  }

  static Set<String> gated() {
    return GatedHandlers.of(List.of(Snapshot.USUALLY_GATED.split(","))).names();
  }

  List<Finding> found(Concern concern) {
    return examined().findings().stream().filter(f -> f.concern() == concern).toList();
  }
}
