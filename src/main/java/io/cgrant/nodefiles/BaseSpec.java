// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.nodefiles;

import java.util.Optional;

/// The specification that containerd begins every container of the handler with: its own default,
/// less what CRI takes out of it anyway, and with the bound.
///
/// With a base specification containerd no longer clears the limits of the default (its
/// `buildLinuxSpec` leaves `WithoutDefaultSecuritySettings` out), so `process.rlimits` of
/// `ctr oci spec`, 1024 open files, would be that of every container. Hence it is not here. Neither
/// is `cgroupsPath`, which containerd sets.
///
/// Source: `populateDefaultUnixSpec` and `defaultMounts` in `pkg/oci`, the same from 2.1.0 to 2.4.2
/// but for `/proc/interrupts`: 2.1 does not mask it, 2.2.9 does, and so does a kubelet.
final class BaseSpec {

  static final String FILE = "cgroup-writable-base.json";

  private static final String REMARK =
      "what containerd makes each container of the handler from, which is its own default with"
          + " cgroup.max.descendants $DESCENDANTS and cgroup.max.depth $DEPTH; it needs cgroup v2 and"
          + " containerd $FIRST or later, and must be there before the drop-in";

  private static final String CAPABILITIES =
      """
      [
              "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD",
              "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP",
              "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE"
            ]\
      """
          .strip();

  private static final String TEXT =
      """
      {
        "ociVersion": "$OCI",
        "process": {
          "user": {"uid": 0, "gid": 0},
          "cwd": "/",
          "capabilities": {
            "bounding": $CAPABILITIES,
            "effective": $CAPABILITIES,
            "permitted": $CAPABILITIES
          },
          "noNewPrivileges": true
        },
        "root": {"path": "rootfs"},
        "mounts": [
          {"destination": "/proc", "type": "proc", "source": "proc",
            "options": ["nosuid", "noexec", "nodev"]},
          {"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
            "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
          {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
            "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]},
          {"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
            "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
          {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue",
            "options": ["nosuid", "noexec", "nodev"]},
          {"destination": "/sys", "type": "sysfs", "source": "sysfs",
            "options": ["nosuid", "noexec", "nodev", "ro"]},
          {"destination": "/run", "type": "tmpfs", "source": "tmpfs",
            "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]}
        ],
        "linux": {
          "resources": {
            "devices": [{"allow": false, "access": "rwm"}],
            "unified": {
              "cgroup.max.descendants": "$DESCENDANTS",
              "cgroup.max.depth": "$DEPTH"
            }
          },
          "namespaces": [
            {"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}, {"type": "network"}
          ],
          "maskedPaths": [
            "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
            "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
            "/sys/firmware", "/sys/devices/virtual/powercap", "/proc/scsi"
          ],
          "readonlyPaths": [
            "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"
          ]
        }
      }
      """;

  private BaseSpec() {}

  static NodeFile file(ContainerdLine line, Bound bound) {
    return new NodeFile(
        FILE,
        bound.filled(
            TEXT.replace("$OCI", line.ociVersion()).replace("$CAPABILITIES", CAPABILITIES)),
        Optional.of(
            bound.filled(REMARK).replace("$FIRST", ContainerdLine.oldest().line().toString())));
  }
}
