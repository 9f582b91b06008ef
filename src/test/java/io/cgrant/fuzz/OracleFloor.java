// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is refused together with a writable cgroup whatever a policy says.
final class OracleFloor {

  private static final List<String> CGROUP_TREES = List.of("/sys/fs/cgroup", "/proc");

  private static final List<String> RUNTIME_PATHS =
      List.of(
          "/run/containerd",
          "/run/crio",
          "/run/dbus",
          "/run/systemd",
          "/run/nri",
          "/etc/cdi",
          "/run/cdi",
          "/var/lib/kubelet",
          "/var/lib/containerd",
          "/var/lib/containers",
          "/var/lib/docker",
          "/var/lib/rancher",
          "/var/lib/etcd",
          "/etc/rancher",
          "/usr/bin",
          "/usr/sbin",
          "/usr/libexec",
          "/usr/local/bin",
          "/usr/local/sbin",
          "/bin",
          "/sbin",
          "/lib64",
          "/usr/lib64",
          "/boot",
          "/sys/kernel",
          "/run/runc",
          "/run/crun",
          "/root",
          "/etc/ssh",
          "/etc/passwd",
          "/etc/shadow",
          "/etc/sudoers",
          "/etc/sudoers.d",
          "/etc/pam.d",
          "/etc/ld.so.preload",
          "/etc/ld.so.conf.d",
          "/etc/crontab",
          "/etc/cron.d",
          "/etc/cron.hourly",
          "/etc/cron.daily",
          "/etc/cron.weekly",
          "/etc/cron.monthly",
          "/etc/anacrontab",
          "/etc/udev",
          "/usr/lib/udev",
          "/lib/udev",
          "/run/k0s",
          "/var/lib/k0s",
          "/var/snap/microk8s",
          "/var/spool/cron");

  private static final List<String> ANNOTATIONS =
      List.of(
          "io.kubernetes.cri-o.UnifiedCgroup",
          "unified-cgroup.crio.io",
          "io.kubernetes.cri-o.userns-mode",
          "userns-mode.crio.io",
          "seccomp-profile.kubernetes.cri-o.io",
          "seccomp-profile.crio.io",
          "io.kubernetes.cri-o.PlatformRuntimePath",
          "platform-runtime-path.crio.io",
          "cpu-quota.crio.io",
          "cpu-load-balancing.crio.io",
          "cpu-shared.crio.io",
          "irq-load-balancing.crio.io",
          "cpu-c-states.crio.io",
          "cpu-freq-governor.crio.io",
          "org.systemd.property.",
          "run.oci.",
          "org.criu.config",
          "module.wasm.image/variant",
          "io.kubernetes.cri.",
          "io.containers.trace-syscall");

  /// Where plugins of containerd/nri have their keys.
  private static final List<String> PLUGINS =
      List.of(".noderesource.dev", ".nri.io", ".nri.containerd.io");

  /// What cannot touch the cgroup: devices are those that the administrator of the node lists.
  private static final List<String> FINE =
      List.of(
          "io.kubernetes.cri-o.Devices",
          "devices.crio.io",
          "io.kubernetes.cri-o.TrySkipVolumeSELinuxLabel",
          "try-skip-volume-selinux-label.crio.io",
          "io.kubernetes.cri-o.ShmSize",
          "shm-size.crio.io",
          "io.kubernetes.cri-o.umask",
          "umask.crio.io",
          "io.kubernetes.cri-o.LinkLogs",
          "link-logs.crio.io",
          "io.kubernetes.cri-o.DisableFIPS",
          "disable-fips.crio.io",
          "io.kubernetes.cri-o.Spoofed",
          "spoofed.crio.io",
          "required-plugins.noderesource.dev");

  private static final List<String> ROUTES =
      List.of(
          "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw",
          "cgroup2-mount-hierarchy-rw.crio.io",
          "writable-cgroups.noderesource.dev");

  final Set<String> reasons = new TreeSet<>();

  private final OraclePod pod;

  OracleFloor(OraclePod pod) {
    this.pod = pod;
    security();
    paths();
    annotations();
    windows();
  }

  private void security() {
    for (OraclePod.Container container : pod.containers) {
      if (pod.read.isTrue(container.security(), "privileged")) {
        reasons.add("PrivilegedContainer");
      }
    }
    boolean shared = pod.read.isTrue(pod.spec, "hostCgroupNamespace");
    for (Tree.Obj security : pod.securities()) {
      shared |= pod.read.isTrue(security, "hostCgroupNamespace");
    }
    if (shared) {
      reasons.add("HostCgroupNamespace");
    }
  }

  private void paths() {
    for (Tree.Obj volume : pod.read.objects(pod.spec, "volumes")) {
      if (volume.get("hostPath") instanceof Tree.Null) {
        continue;
      }
      String path = pod.read.text(pod.in(volume, "hostPath"), "path").orElse("");
      List<String> folders = folders(path);
      boolean cgroups = CGROUP_TREES.stream().anyMatch(t -> meet(folders, folders(t)));
      boolean runtime = RUNTIME_PATHS.stream().anyMatch(t -> meet(folders, folders(t)));
      if (cgroups && runtime) {
        reasons.add("HostCgroupTree|RuntimePath");
      } else if (cgroups || runtime) {
        reasons.add(cgroups ? "HostCgroupTree" : "RuntimePath");
      }
    }
  }

  /// The folders of a path after `.`, `..` and spare slashes; `/var/run` is `/run`.
  static List<String> folders(String path) {
    var folders = new ArrayDeque<String>();
    for (String folder : path.split("/")) {
      if (folder.equals("..")) {
        folders.pollLast();
      } else if (!folder.isEmpty() && !folder.equals(".")) {
        folders.addLast(folder);
      }
      if (List.copyOf(folders).equals(List.of("var", "run"))) {
        folders.clear();
        folders.add("run");
      }
    }
    return new ArrayList<>(folders);
  }

  private static boolean meet(List<String> one, List<String> other) {
    int shorter = Math.min(one.size(), other.size());
    return one.subList(0, shorter).equals(other.subList(0, shorter));
  }

  private void annotations() {
    for (String key : pod.annotations.keySet()) {
      boolean known = ANNOTATIONS.stream().anyMatch(key::startsWith) || key.equals("bundle");
      boolean crio = key.startsWith("io.kubernetes.cri-o.") || key.contains(".crio.io");
      boolean plugin = PLUGINS.stream().anyMatch(key::contains);
      boolean fine = FINE.contains(key) || ROUTES.stream().anyMatch(key::startsWith);
      if (known || ((crio || plugin) && !fine)) {
        reasons.add("RuntimeAnnotation|UnknownRuntimeAnnotation");
      }
    }
  }

  private void windows() {
    String os = pod.read.text(pod.in(pod.spec, "os"), "name").orElse("");
    String selected = pod.read.words(pod.spec, "nodeSelector").getOrDefault("kubernetes.io/os", "");
    // A kubelet refuses a pod whose os is not its own; other spellings are none of the API's.
    boolean windows = os.equalsIgnoreCase("windows") || selected.equalsIgnoreCase("windows");
    for (Tree.Obj security : pod.securities()) {
      Tree options = security.get("windowsOptions");
      if (!(options instanceof Tree.Obj || options instanceof Tree.Null)) {
        pod.read.odd.add("windowsOptions");
      }
      windows |= !(options instanceof Tree.Null);
    }
    if (windows) {
      reasons.add("WindowsPod");
    }
  }
}
