// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForbidRuntimePathsTest {

  private static final Check CHECK = new ForbidRuntimePaths();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "",
        ".",
        "..",
        "/..",
        "/sys",
        "/sys/",
        "/sys/fs",
        "/sys/fs/cgroup",
        "/sys/fs/cgroup/",
        "/sys/fs/cgroup/kubepods.slice/pod1",
        "//sys///fs//cgroup",
        "/./sys/./fs/cgroup/.",
        "/data/../sys",
        "/data/../../../sys/fs/cgroup",
        "/sys/fs/cgroup/../../fs",
        "sys/fs/cgroup",
        "./sys",
        "/proc",
        "/proc/1/root",
        "/var/run/../sys/fs/cgroup"
      })
  void refusesAPathToTheCgroupTree(String path) {
    Examined.by(CHECK, Pods.granted().withHostPath(path))
        .finds("spec.volumes[0].hostPath.path: HostCgroupTree")
        .saying("volume \"volume-0\" mounts \"" + path + "\"", "emptyDir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run",
        "/run/",
        "/var",
        "/var/run",
        "/var/lib",
        "/etc",
        "/run/containerd",
        "/run/containerd/containerd.sock",
        "/var/run/containerd",
        "/run/crio",
        "/var/run/crio/crio.sock",
        "/run/docker.sock",
        "/var/run/docker.sock",
        "/run/docker/containerd/containerd.sock",
        "/run/cri-dockerd.sock",
        "/run/podman/podman.sock",
        "/run/k3s/containerd/containerd.sock",
        "/run/dbus/system_bus_socket",
        "/var/run/dbus",
        "/run/systemd/private",
        "/var/run/systemd",
        "/run/nri/nri.sock",
        "/var/run/nri",
        "/etc/cdi",
        "/etc/kubernetes",
        "/etc/kubernetes/manifests",
        "/etc/containerd/config.toml",
        "/etc/crio/crio.conf.d",
        "/etc/nri/conf.d",
        "/opt",
        "/opt/nri/plugins",
        "/opt/cni/bin",
        "/etc/cni/net.d",
        "/etc/containers/oci/hooks.d",
        "/usr",
        "/usr/share/containers/oci/hooks.d",
        "/etc/systemd/system",
        "/usr/lib/systemd/system",
        "/lib",
        "/run/cdi",
        "/var/run/cdi",
        "/var/lib/kubelet",
        "/var/lib/kubelet/pods",
        "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs",
        "/var/lib/containers/storage",
        "/var/lib/docker",
        "/var/lib/rancher/k3s/agent/containerd",
        "/etc/rancher/k3s",
        "/var/lib/etcd/member",
        "/usr/bin",
        "/usr/bin/runc",
        "/usr/sbin/runc",
        "/usr/libexec/crio",
        "/usr/local/bin",
        "/usr/local/sbin/runc",
        "/bin",
        "/sbin/init",
        "/sys/kernel/uevent_helper",
        "/run/runc",
        "/root/.ssh",
        "/etc/ld.so.preload",
        "/etc/cron.d",
        "/etc/cron.hourly/x",
        "/etc/cron.daily",
        "/etc/cron.weekly",
        "/etc/cron.monthly",
        "/etc/anacrontab",
        "/etc/udev/rules.d",
        "/usr/lib/udev",
        "/lib/udev",
        "/var/run/k0s/containerd.sock",
        "/run/k0s",
        "/var/lib/k0s/bin",
        "/var/snap/microk8s/common",
        "/boot",
        "var/run/docker.sock",
        "/var//run/./containerd",
        "/srv/../var/run/containerd",
        "/var/run/../run/containerd",
        "/var/run/../lib/kubelet"
      })
  void refusesAPathToWhatCommandsTheNode(String path) {
    Examined.by(CHECK, Pods.granted().withHostPath(path))
        .finds("spec.volumes[0].hostPath.path: RuntimePath")
        .saying("volume \"volume-0\" mounts \"" + path + "\"", "emptyDir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/data",
        "/sys/fs/cgroup2",
        "/sys/fs/bpf",
        "/sys/class",
        "/system",
        "/process",
        "/runner",
        "/run/containerd2",
        "/run/gitaly/cgroup",
        "/var/runner",
        "/var/run/gitaly",
        "/var/log",
        "/var/lib/data",
        "/var/lib/kubelet2",
        "/etc/ssl",
        "/etc/kubernetes2",
        "/opt/app",
        "/usr/share/zoneinfo",
        "/usr/local/share",
        "/var/lib/docker2",
        "/binaries",
        "/lib/modules",
        "/etc/cdi.d",
        "/data/sys/fs/cgroup",
        "/sys/../data",
        "/SYS/fs/cgroup",
        "/sys /fs/cgroup",
        "/...",
        "/data/..."
      })
  void acceptsASiblingAndAnOrdinaryFolder(String path) {
    Examined.by(CHECK, Pods.granted().withHostPath(path)).findsNothing();
  }

  /// Nothing of it is repeated.
  @Test
  void refusesWhatIsTooLongToBeAPath() {
    Examined.by(CHECK, Pods.granted().withHostPath("/data/" + "./".repeat(2044))).findsNothing();
    Examined.by(CHECK, Pods.granted().withHostPath("/data/" + "./".repeat(2045)))
        .finds("spec.volumes[0].hostPath.path: RuntimePath")
        .saying("volume \"volume-0\" mounts a path of 4096 characters,", "shorter than 4096");
  }

  @Test
  void namesWhatThePathReaches() {
    Examined.by(CHECK, Pods.granted().withHostPath("/sys")).saying("reaches /sys/fs/cgroup,");
    Examined.by(CHECK, Pods.granted().withHostPath("/var/run/crio")).saying("reaches /run/crio,");
  }

  @Test
  void reportsEachVolumeOnceInThePodsOrder() {
    Examined.by(CHECK, Pods.granted().withHostPath("/run").withHostPath("/data").withHostPath("/"))
        .finds(
            "spec.volumes[0].hostPath.path: RuntimePath",
            "spec.volumes[2].hostPath.path: HostCgroupTree");
  }
}
