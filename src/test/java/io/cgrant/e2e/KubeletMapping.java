// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.e2e.node.Confinement;
import io.cgrant.e2e.node.Confinement.Privileges;
import io.cgrant.e2e.node.Confinement.Proc;
import io.cgrant.e2e.node.Confinement.Root;
import io.cgrant.e2e.node.Confinement.Seccomp;
import io.cgrant.e2e.node.Program;
import io.cgrant.e2e.node.Program.Console;
import io.cgrant.e2e.node.Workload;
import io.cgrant.e2e.node.Workload.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a kubelet makes of a stored pod for the container runtime, as far as it touches the cgroup,
/// its bounds, and what a container can do with them:
///
/// | pod | CRI |
/// |---|---|
/// | `runtimeClassName`, by the class's `handler` | `RunPodSandbox.runtime_handler` |
/// | `hostUsers: false` | `userns_options: POD`, 65536 users from a range that is the pod's |
/// | `image`, `command`, `args`, `env` | the same |
/// | `stdin` | the same |
/// | `volumeMounts` of a `hostPath`, which must be `readOnly` | the node's folder, read-only |
/// | other `volumeMounts` | an empty folder each, which belongs to root of the pod |
/// | `securityContext.runAsUser`, of the container before the pod's | `run_as_user` |
/// | `runAsGroup`, which must be the same number | `run_as_group` |
/// | `capabilities.add` and `drop` | `add_capabilities`, `drop_capabilities` |
/// | `allowPrivilegeEscalation: false` | `no_new_privs` |
/// | `readOnlyRootFilesystem` | `readonly_rootfs` |
/// | `seccompProfile`, of the container before the pod's | `seccomp` |
/// | `procMount: Default` | the paths of `/proc` and `/sys` that are masked or read-only |
/// | `procMount: Unmasked` | none of them |
/// | `limits.memory` | `memory_limit_in_bytes` |
/// | `limits.cpu` | `cpu_quota` in a `cpu_period` of 100 ms |
/// | `requests.cpu` | `cpu_shares`, 1024 for a CPU |
///
/// Two amounts that a kubelet adds to each container are left out, since they need the controller
/// of memory: `memory.swap.max: 0` and `memory.oom.group: 1`. By the latter all of a container
/// ends with a child that has no limit of its own.
///
/// AppArmor is not on the nodes of the tests. Other containers than the one, its probes and what it
/// does before it is stopped are not run. A pod with another field is not mapped.
final class KubeletMapping {

  private static final long PERIOD = 100_000;

  /// Mapped, or of no account to the cgroup and what a container does with it.
  private static final Set<String> OF_POD =
      Set.of(
          "activeDeadlineSeconds",
          "affinity",
          "automountServiceAccountToken",
          "containers",
          "dnsPolicy",
          "enableServiceLinks",
          "hostUsers",
          "initContainers",
          "nodeName",
          "nodeSelector",
          "overhead",
          "preemptionPolicy",
          "priority",
          "restartPolicy",
          "runtimeClassName",
          "schedulerName",
          "securityContext",
          "serviceAccount",
          "serviceAccountName",
          "terminationGracePeriodSeconds",
          "tolerations",
          "volumes");

  private static final Set<String> OF_CONTAINER =
      Set.of(
          "args",
          "command",
          "env",
          "image",
          "imagePullPolicy",
          "lifecycle",
          "livenessProbe",
          "name",
          "ports",
          "readinessProbe",
          "resources",
          "securityContext",
          "stdin",
          "terminationMessagePath",
          "terminationMessagePolicy",
          "volumeMounts");

  private static final Set<String> OF_LIFE = Set.of("preStop");

  private static final Set<String> OF_MOUNT = Set.of("mountPath", "name", "readOnly");

  private static final Set<String> OF_SECURITY =
      Set.of(
          "allowPrivilegeEscalation",
          "appArmorProfile",
          "capabilities",
          "fsGroup",
          "fsGroupChangePolicy",
          "procMount",
          "readOnlyRootFilesystem",
          "runAsGroup",
          "runAsNonRoot",
          "runAsUser",
          "seccompProfile");

  private KubeletMapping() {}

  /// @param pod as stored, with one container
  /// @param runtimeClass that it names, as stored
  static Workload workload(JsonNode pod, JsonNode runtimeClass) {
    if (pod.at("/spec/containers").size() != 1) {
      throw new IllegalArgumentException("which container? " + pod.path("spec"));
    }
    return workload(pod, runtimeClass, pod.at("/spec/containers/0/name").asText());
  }

  /// @param name of the container
  static Workload workload(JsonNode pod, JsonNode runtimeClass, String name) {
    JsonNode container = container(pod, name);
    requireOnlyWhatIsMapped(pod, container);
    return Workload.under(runtimeClass.path("handler").asText())
        .as(security(pod, container, "/runAsUser").asLong(0))
        .with(pod.at("/spec/hostUsers").asBoolean(true) ? Users.Host : Users.Own)
        .within(confinement(pod, container))
        .running(program(pod, container))
        .limitedTo(resources(container.path("resources")));
  }

  private static JsonNode container(JsonNode pod, String name) {
    return Stream.of("/spec/initContainers", "/spec/containers")
        .flatMap(list -> pod.at(list).valueStream())
        .filter(container -> container.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no container " + name + " in " + pod.path("spec")));
  }

  /// Of the container, and else of the pod.
  private static JsonNode security(JsonNode pod, JsonNode container, String field) {
    JsonNode own = container.at("/securityContext" + field);
    return own.isMissingNode() ? pod.at("/spec/securityContext" + field) : own;
  }

  private static Confinement confinement(JsonNode pod, JsonNode container) {
    JsonNode security = container.path("securityContext");
    return new Confinement(
        texts(security.at("/capabilities/add")),
        texts(security.at("/capabilities/drop")),
        security.path("allowPrivilegeEscalation").asBoolean(true)
            ? Privileges.MayGrow
            : Privileges.Fixed,
        Seccomp.valueOf(security(pod, container, "/seccompProfile/type").asText()),
        security.path("procMount").asText("Default").equals("Default")
            ? Proc.Masked
            : Proc.Unmasked,
        security.path("readOnlyRootFilesystem").asBoolean() ? Root.ReadOnly : Root.Writable);
  }

  private static Program program(JsonNode pod, JsonNode container) {
    var environment = new LinkedHashMap<String, String>();
    container
        .path("env")
        .forEach(e -> environment.put(e.path("name").asText(), e.path("value").asText()));
    return new Program(
        container.path("image").asText(),
        texts(container.path("command")),
        texts(container.path("args")),
        environment,
        mounts(container).filter(m -> hostPath(pod, m).isEmpty()).map(KubeletMapping::at).toList(),
        mounts(container).flatMap(m -> hostPath(pod, m).stream()).toList(),
        container.path("stdin").asBoolean() ? Console.Input : Console.Output);
  }

  private static Stream<JsonNode> mounts(JsonNode container) {
    return container.path("volumeMounts").valueStream();
  }

  private static String at(JsonNode mount) {
    return mount.path("mountPath").asText();
  }

  private static Optional<Program.HostPath> hostPath(JsonNode pod, JsonNode mount) {
    return pod.at("/spec/volumes")
        .valueStream()
        .filter(volume -> volume.path("name").equals(mount.path("name")))
        .filter(volume -> volume.has("hostPath"))
        .map(volume -> new Program.HostPath(volume.at("/hostPath/path").asText(), at(mount)))
        .findFirst();
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /// A field that makes a difference and is not in the table must not be passed over.
  private static void requireOnlyWhatIsMapped(JsonNode pod, JsonNode container) {
    JsonNode spec = pod.path("spec");
    List<String> unknown =
        Stream.of(
                unknown(spec, OF_POD),
                unknown(spec.path("securityContext"), OF_SECURITY),
                unknown(container, OF_CONTAINER),
                unknown(container.path("securityContext"), OF_SECURITY),
                unknown(container.path("lifecycle"), OF_LIFE),
                mounts(container).flatMap(m -> unknown(m, OF_MOUNT)),
                mounts(container)
                    .filter(m -> !m.path("readOnly").asBoolean() && hostPath(pod, m).isPresent())
                    .map(m -> "hostPath to write"),
                unequalGroup(pod, container),
                container.path("env").findValuesAsText("valueFrom").stream().map(v -> "valueFrom"))
            .flatMap(fields -> fields)
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the mapping does not know " + unknown + " of pod " + pod.at("/metadata/name"));
    }
  }

  private static Stream<String> unequalGroup(JsonNode pod, JsonNode container) {
    JsonNode group = security(pod, container, "/runAsGroup");
    boolean isEqual =
        group.isMissingNode() || group.asLong() == security(pod, container, "/runAsUser").asLong(0);
    return isEqual ? Stream.empty() : Stream.of("runAsGroup " + group);
  }

  private static Stream<String> unknown(JsonNode object, Set<String> known) {
    return object.properties().stream()
        .map(Map.Entry::getKey)
        .filter(field -> !known.contains(field));
  }

  private static Map<String, Long> resources(JsonNode resources) {
    var mapped = new LinkedHashMap<String, Long>();
    JsonNode limits = resources.path("limits");
    mapped.put("memory_limit_in_bytes", bytes(limits.path("memory").asText()));
    mapped.put("cpu_period", PERIOD);
    mapped.put("cpu_quota", millis(limits.path("cpu").asText()) * PERIOD / 1000);
    mapped.put("cpu_shares", millis(resources.at("/requests/cpu").asText()) * 1024 / 1000);
    return mapped;
  }

  private static long millis(String cpu) {
    return cpu.endsWith("m")
        ? Long.parseLong(cpu.substring(0, cpu.length() - 1))
        : Long.parseLong(cpu) * 1000;
  }

  private static long bytes(String memory) {
    List<String> units = List.of("Ki", "Mi", "Gi");
    String unit = memory.substring(memory.length() - 2);
    return Long.parseLong(memory.substring(0, memory.length() - 2))
        << 10 * (units.indexOf(unit) + 1);
  }
}
