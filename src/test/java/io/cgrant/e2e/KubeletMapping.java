// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.e2e.node.Workload;
import io.cgrant.e2e.node.Workload.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a kubelet makes of a stored pod for the container runtime, as far as it touches the cgroup
/// and its bounds:
///
/// | pod | CRI |
/// |---|---|
/// | `runtimeClassName`, by the class's `handler` | `RunPodSandbox.runtime_handler` |
/// | `hostUsers: false` | `userns_options: POD`, 65536 users from a range that is the pod's |
/// | `securityContext.runAsUser`, of the container before the pod's | `run_as_user` |
/// | `capabilities.drop` | `drop_capabilities` |
/// | `allowPrivilegeEscalation: false` | `no_new_privs` |
/// | `seccompProfile: RuntimeDefault` | `seccomp: RuntimeDefault` |
/// | `procMount: Default` | the paths of `/proc` and `/sys` that are masked or read-only |
/// | `limits.memory` | `memory_limit_in_bytes` |
/// | `limits.cpu` | `cpu_quota` in a `cpu_period` of 100 ms |
/// | `requests.cpu` | `cpu_shares`, 1024 for a CPU |
///
/// The command is another: the container waits, and is asked what it can.
final class KubeletMapping {

  private static final long PERIOD = 100_000;

  private KubeletMapping() {}

  /// @param pod as stored
  /// @param runtimeClass that it names, as stored
  static Workload workload(JsonNode pod, JsonNode runtimeClass) {
    requireOnlyWhatIsMapped(pod);
    JsonNode container = pod.at("/spec/containers/0");
    JsonNode user = container.at("/securityContext/runAsUser");
    if (user.isMissingNode()) {
      user = pod.at("/spec/securityContext/runAsUser");
    }
    var dropped = new ArrayList<String>();
    container.at("/securityContext/capabilities/drop").forEach(c -> dropped.add(c.asText()));
    return Workload.under(runtimeClass.path("handler").asText())
        .as(user.asLong(0))
        .with(pod.at("/spec/hostUsers").asBoolean(true) ? Users.Host : Users.Own)
        .dropping(dropped)
        .limitedTo(resources(container.path("resources")));
  }

  /// A field that makes a difference and is not in the table must not be passed over.
  private static void requireOnlyWhatIsMapped(JsonNode pod) {
    JsonNode security = pod.at("/spec/containers/0/securityContext");
    boolean known =
        pod.at("/spec/containers").size() == 1
            && pod.at("/spec/initContainers").isMissingNode()
            && pod.at("/spec/hostNetwork").isMissingNode()
            && !security.path("privileged").asBoolean()
            && security.path("procMount").asText("Default").equals("Default")
            && security.at("/capabilities/add").isMissingNode()
            && !security.path("allowPrivilegeEscalation").asBoolean(true)
            && security.at("/seccompProfile/type").asText().equals("RuntimeDefault");
    if (!known) {
      throw new IllegalArgumentException("the mapping knows no such pod: " + pod.path("spec"));
    }
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
