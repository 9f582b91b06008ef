// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.HostPathVolume;
import io.cgrant.pod.PodView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Refuses a `hostPath` volume that reaches the node's cgroup tree (`/sys/fs/cgroup`, and `/proc`,
/// which leads there), a socket or a folder through which the container runtime, systemd or the
/// kubelet takes orders, has its configuration or finds its plugins, the files of other containers
/// or of etcd, the programs that the node runs as root, or what says who may log in to it. A pod
/// that holds one does not need a grant: it can take any.
///
/// No list names all that can command a node, which is why a policy forbids every `hostPath` unless
/// it says otherwise: this is what no policy can allow.
///
/// A parent folder reaches what is below it, so `/`, `/sys`, `/run`, `/var`, `/etc`, `/opt`, `/usr`
/// and `/lib` are refused as well. Paths are compared folder by folder after `.`, `..` and spare
/// slashes are resolved; `/var/run` is `/run`. A PersistentVolume can hide such a path: the pod
/// shows only its claim.
///
/// Source: the host paths that containerd, CRI-O, NRI, CDI and the kubelet document.
///
/// Reasons: `HostCgroupTree`, `RuntimePath`.
///
/// Way out: mount a folder of the workload's own, or an `emptyDir`.
public record ForbidRuntimePaths() implements Check {

  private static final List<NodePath> CGROUP_TREE = paths("/sys/fs/cgroup", "/proc");

  private static final List<NodePath> ORDERS =
      paths(
          "/run/containerd",
          "/run/crio",
          "/run/docker.sock",
          "/run/docker",
          "/run/cri-dockerd.sock",
          "/run/podman",
          "/run/k3s",
          "/run/k0s",
          "/var/lib/k0s",
          "/var/snap/microk8s",
          "/run/dbus",
          "/run/systemd",
          "/run/nri",
          "/run/cdi",
          "/etc/cdi",
          "/etc/kubernetes",
          "/etc/containerd",
          "/etc/crio",
          "/etc/nri",
          "/opt/nri",
          "/etc/cni",
          "/opt/cni",
          "/etc/containers",
          "/usr/share/containers",
          "/etc/systemd",
          "/usr/lib/systemd",
          "/lib/systemd",
          "/var/lib/kubelet",
          "/var/lib/containerd",
          "/var/lib/containers",
          "/var/lib/docker",
          "/var/lib/rancher",
          "/etc/rancher",
          "/var/lib/etcd",
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
          "/var/spool/cron");

  @Override
  public List<Finding> examine(PodView pod) {
    return pod.spec().hostPaths().stream()
        .flatMap(v -> finding(v).stream())
        .limit(Finding.MOST)
        .toList();
  }

  /// What no hostPath may reach and this one does.
  static Optional<NodePath> reachedBy(String hostPath) {
    return first(CGROUP_TREE, hostPath).or(() -> first(ORDERS, hostPath));
  }

  private static Optional<Finding> finding(HostPathVolume volume) {
    if (NodePath.isTooLong(volume.hostPath())) {
      return Optional.of(
          new Finding(
              volume.path(),
              Reason.RuntimePath,
              "volume \"%s\" mounts a path of %d characters, and what it reaches is not known; write one that is shorter than 4096"
                  .formatted(volume.name(), volume.hostPath().length())));
    }
    return first(CGROUP_TREE, volume.hostPath())
        .map(p -> finding(volume, Reason.HostCgroupTree, p + ", the cgroups of the whole node"))
        .or(
            () ->
                first(ORDERS, volume.hostPath())
                    .map(
                        p -> finding(volume, Reason.RuntimePath, p + ", which commands the node")));
  }

  private static Finding finding(HostPathVolume volume, Reason reason, String reached) {
    return new Finding(
        volume.path(),
        reason,
        "volume \""
            + volume.name()
            + "\" mounts \""
            + volume.hostPath()
            + "\" of the node and so reaches "
            + reached
            + "; mount a folder of the workload's own or an emptyDir");
  }

  private static Optional<NodePath> first(List<NodePath> forbidden, String hostPath) {
    var readings = NodePath.readings(hostPath);
    return forbidden.stream()
        .filter(f -> readings.stream().anyMatch(r -> r.reaches(f)))
        .findFirst();
  }

  private static List<NodePath> paths(String... paths) {
    return Stream.of(paths).map(NodePath::of).toList();
  }
}
