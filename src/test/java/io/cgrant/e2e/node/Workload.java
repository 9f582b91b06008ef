// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A pod with one container that waits, as the kubelet would hand it to containerd: with the
/// default capabilities, the runtime's seccomp profile and no new privileges.
///
/// @param user of its first process
/// @param users Host for those of the node, Own for a user namespace of the pod's own
/// @param resources of the container, as CRI names them
/// @param command of the container; none for one that waits
/// @param droppedCapabilities as `ALL`
/// @param annotations of the pod
public record Workload(
    String handler,
    long user,
    Users users,
    Map<String, Long> resources,
    List<String> command,
    List<String> droppedCapabilities,
    Map<String, String> annotations) {

  /// What the numbers of users mean.
  public enum Users {
    Host,
    Own
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE = "localhost/e2e:1";

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
  private static final int CONTAINER = 1;
  private static final int NODE = 2;

  /// Root, without a user namespace.
  public static Workload under(String handler) {
    return new Workload(handler, 0, Users.Host, Map.of(), List.of(), List.of(), Map.of());
  }

  public Workload as(long other) {
    return new Workload(
        handler, other, users, resources, command, droppedCapabilities, annotations);
  }

  public Workload with(Users others) {
    return new Workload(
        handler, user, others, resources, command, droppedCapabilities, annotations);
  }

  public Workload limitedTo(Map<String, Long> others) {
    return new Workload(handler, user, users, others, command, droppedCapabilities, annotations);
  }

  public Workload dropping(List<String> capabilities) {
    return new Workload(handler, user, users, resources, command, capabilities, annotations);
  }

  public Workload annotated(Map<String, String> others) {
    return new Workload(handler, user, users, resources, command, droppedCapabilities, others);
  }

  public Workload running(List<String> words) {
    return new Workload(handler, user, users, resources, words, droppedCapabilities, annotations);
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
                Map.of("namespace_options", namespaces(), "seccomp", runtimeDefault()))));
  }

  String container() {
    var security = new LinkedHashMap<String, Object>();
    security.put("namespace_options", namespaces());
    security.put("seccomp", runtimeDefault());
    security.put("no_new_privs", true);
    security.put("run_as_user", Map.of("value", user));
    security.put("run_as_group", Map.of("value", user));
    security.put("masked_paths", MASKED);
    security.put("readonly_paths", READ_ONLY);
    security.put("capabilities", Map.of("drop_capabilities", droppedCapabilities));
    var container = new LinkedHashMap<String, Object>();
    container.put("metadata", Map.of("name", "main", "attempt", 0));
    container.put("image", Map.of("image", IMAGE));
    container.put("log_path", "main.log");
    if (!command.isEmpty()) {
      container.put("command", command);
    }
    container.put("linux", Map.of("security_context", security, "resources", resources));
    return text(container);
  }

  private Map<String, Object> namespaces() {
    return Map.of("network", POD, "pid", CONTAINER, "ipc", POD, "userns_options", userNamespace());
  }

  private Map<String, Object> userNamespace() {
    var mapping = List.of(Map.of("host_id", 200_000, "container_id", 0, "length", 65_536));
    return switch (users) {
      case Host -> Map.of("mode", NODE);
      case Own -> Map.of("mode", POD, "uids", mapping, "gids", mapping);
    };
  }

  private static Map<String, Object> runtimeDefault() {
    return Map.of("profile_type", 0);
  }

  private static String text(Map<String, Object> object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
