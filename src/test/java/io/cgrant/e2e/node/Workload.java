// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.e2e.node.Confinement.Privileges;
import io.cgrant.e2e.node.Confinement.Proc;
import io.cgrant.e2e.node.Confinement.Root;
import io.cgrant.e2e.node.Program.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A pod with one container, as the kubelet would hand it to containerd.
///
/// @param user of its first process
/// @param users Host for those of the node, Own for a user namespace of the pod's own
/// @param processes that it sees
/// @param resources of the container, as CRI names them
/// @param annotations of the pod
public record Workload(
    String handler,
    long user,
    Users users,
    Processes processes,
    Map<String, Long> resources,
    Program program,
    Confinement confinement,
    Map<String, String> annotations) {

  /// What the numbers of users mean.
  public enum Users {
    Host,
    Own
  }

  /// Whose a container sees, as CRI numbers them.
  public enum Processes {
    /// Of all containers of its pod, as `shareProcessNamespace: true` has it.
    Pod,
    /// Its own alone.
    Own,
    /// Of the node, as `hostPID: true` has it.
    Node
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /// What a kubelet sends for `procMount: Default`. containerd takes them from nowhere else: a
  /// client that leaves them out gives every container the node's own `/proc/sys` to write.
  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private static final int POD = 0;
  private static final int NODE = 2;

  private static final Map<String, Object> RUNTIME_DEFAULT = Map.of("profile_type", 0);
  private static final Map<String, Object> UNCONFINED = Map.of("profile_type", 1);
  private static final List<Map<String, Integer>> MAPPING =
      List.of(Map.of("host_id", 200_000, "container_id", 0, "length", 65_536));

  /// @throws IllegalArgumentException for root of the node with all of `/proc`: its settings are
  ///     those of the machine that runs the tests
  public Workload {
    if (confinement.proc() == Proc.Unmasked && users == Users.Host) {
      throw new IllegalArgumentException("/proc unmasked needs a user namespace");
    }
  }

  /// Root, without a user namespace, with the default capabilities, the runtime's seccomp profile
  /// and no new privileges. It waits.
  public static Workload under(String handler) {
    return new Workload(
        handler,
        0,
        Users.Host,
        Processes.Own,
        Map.of(),
        Program.WAITS,
        Confinement.USUAL,
        Map.of());
  }

  /// The same pod, where it asked for nothing.
  public Workload at(String otherHandler) {
    return new Workload(
        otherHandler, user, users, processes, resources, program, confinement, annotations);
  }

  public Workload as(long other) {
    return new Workload(
        handler, other, users, processes, resources, program, confinement, annotations);
  }

  public Workload with(Users others) {
    return new Workload(
        handler, user, others, processes, resources, program, confinement, annotations);
  }

  public Workload seeing(Processes others) {
    return new Workload(handler, user, users, others, resources, program, confinement, annotations);
  }

  public Workload limitedTo(Map<String, Long> others) {
    return new Workload(handler, user, users, processes, others, program, confinement, annotations);
  }

  public Workload running(Program other) {
    return new Workload(
        handler, user, users, processes, resources, other, confinement, annotations);
  }

  public Workload within(Confinement other) {
    return new Workload(handler, user, users, processes, resources, program, other, annotations);
  }

  public Workload annotated(Map<String, String> others) {
    return new Workload(handler, user, users, processes, resources, program, confinement, others);
  }

  String sandbox(String name, String cgroupParent) {
    return text(
        Map.of(
            "metadata",
            Map.of("name", name, "uid", name, "namespace", "default", "attempt", 0),
            "annotations",
            annotations,
            "log_directory",
            "/run/pods/" + name,
            "linux",
            Map.of(
                "cgroup_parent",
                cgroupParent,
                "security_context",
                Map.of(
                    "namespace_options",
                    namespaces(),
                    "seccomp",
                    RUNTIME_DEFAULT,
                    "privileged",
                    confinement.isPrivileged()))));
  }

  /// @param name in its pod
  /// @param folders the node's folder with the folders of the program, by number
  String container(String name, String folders) {
    var container = new LinkedHashMap<String, Object>();
    container.put("metadata", Map.of("name", name, "attempt", 0));
    container.put("image", Map.of("image", program.image()));
    container.put("log_path", name + ".log");
    container.put("command", program.command());
    container.put("args", program.arguments());
    container.put("envs", environment());
    container.put("mounts", mounts(folders));
    container.put("stdin", program.console() == Console.Input);
    container.put("tty", program.console() == Console.Terminal);
    container.put("linux", Map.of("security_context", security(), "resources", resources));
    return text(container);
  }

  private Map<String, Object> security() {
    var security = new LinkedHashMap<String, Object>();
    security.put("namespace_options", namespaces());
    security.put(
        "seccomp",
        switch (confinement.seccomp()) {
          case RuntimeDefault -> RUNTIME_DEFAULT;
          case Unconfined -> UNCONFINED;
        });
    security.put("no_new_privs", confinement.privileges() == Privileges.Fixed);
    security.put("privileged", confinement.isPrivileged());
    security.put("run_as_user", Map.of("value", user));
    security.put("run_as_group", Map.of("value", user));
    boolean isMasked = confinement.proc() == Proc.Masked;
    security.put("masked_paths", isMasked ? MASKED : List.of());
    security.put("readonly_rootfs", confinement.root() == Root.ReadOnly);
    security.put("readonly_paths", isMasked ? READ_ONLY : List.of());
    security.put(
        "capabilities",
        Map.of(
            "add_capabilities", confinement.added(), "drop_capabilities", confinement.dropped()));
    return security;
  }

  private List<Map<String, String>> environment() {
    return program.environment().entrySet().stream()
        .map(e -> Map.of("key", e.getKey(), "value", e.getValue()))
        .toList();
  }

  /// Folders are owned by root of the pod, as the kubelet makes an `emptyDir`.
  private List<Map<String, Object>> mounts(String folders) {
    var mounts = new ArrayList<Map<String, Object>>();
    for (String path : program.folders()) {
      var mount = new LinkedHashMap<String, Object>();
      mount.put("container_path", path);
      mount.put("host_path", folders + "/" + mounts.size());
      if (users == Users.Own) {
        mount.put("uidMappings", MAPPING);
        mount.put("gidMappings", MAPPING);
      }
      mounts.add(mount);
    }
    for (Program.HostPath path : program.hostPaths()) {
      mounts.add(Map.of("container_path", path.at(), "host_path", path.path(), "readonly", true));
    }
    return mounts;
  }

  private Map<String, Object> namespaces() {
    return Map.of(
        "network", POD, "pid", processes.ordinal(), "ipc", POD, "userns_options", userNamespace());
  }

  private Map<String, Object> userNamespace() {
    return switch (users) {
      case Host -> Map.of("mode", NODE);
      case Own -> Map.of("mode", POD, "uids", MAPPING, "gids", MAPPING);
    };
  }

  private static String text(Map<String, Object> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
