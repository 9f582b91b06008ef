// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The Pod Security Standards, as far as no check of a policy's own covers them.
final class OracleStandard {

  private static final Set<String> SAFE_SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes");

  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret",
          "hostPath",
          "name");

  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  private final OraclePod pod;
  private final Terms terms;
  private final OraclePolicy out;
  private final boolean userNamespace;

  OracleStandard(OraclePod pod, Terms terms, OraclePolicy out, boolean userNamespace) {
    this.pod = pod;
    this.terms = terms;
    this.out = out;
    this.userNamespace = userNamespace;
    hostPorts();
    hosts();
    pod.securities().forEach(this::appArmor);
    appArmorAnnotations();
    pod.securities().forEach(this::seLinux);
    sysctls();
    volumes();
    users();
    dropped();
  }

  private void baseline(boolean refused, String reason) {
    out.must(refused && terms.baseline(), reason);
  }

  private void restricted(boolean refused, String reason) {
    out.must(refused && terms.restricted(), reason);
  }

  private void hostPorts() {
    for (OraclePod.Container container : pod.containers) {
      for (Tree.Obj port : pod.read.objects(container.tree(), "ports")) {
        baseline(pod.read.whole(port, "hostPort").filter(p -> p != 0).isPresent(), "HostPort");
      }
    }
  }

  private void hosts() {
    for (OraclePod.Container container : pod.containers) {
      for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
        handler(pod.in(container.tree(), probe));
      }
      Tree.Obj lifecycle = pod.in(container.tree(), "lifecycle");
      handler(pod.in(lifecycle, "postStart"));
      handler(pod.in(lifecycle, "preStop"));
    }
  }

  private void handler(Tree.Obj handler) {
    for (String way : List.of("httpGet", "tcpSocket")) {
      Optional<String> host = pod.read.text(pod.in(handler, way), "host");
      baseline(host.filter(h -> !h.isEmpty()).isPresent(), "ProbeHost");
    }
  }

  private void appArmor(Tree.Obj security) {
    if (security.get("appArmorProfile") instanceof Tree.Null) {
      return;
    }
    String type = pod.read.text(pod.in(security, "appArmorProfile"), "type").orElse("");
    if (type.isEmpty()) {
      out.perhaps.add("appArmorProfile without type");
      return;
    }
    baseline(!Set.of("RuntimeDefault", "Localhost").contains(type), "AppArmorNotAllowed");
  }

  private void appArmorAnnotations() {
    for (Map.Entry<String, String> entry : pod.annotations.entrySet()) {
      if (!entry.getKey().startsWith("container.apparmor.security.beta.kubernetes.io/")) {
        continue;
      }
      String value = entry.getValue();
      boolean fine =
          value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
      baseline(!fine, "AppArmorNotAllowed");
    }
  }

  private void seLinux(Tree.Obj security) {
    Tree.Obj options = pod.in(security, "seLinuxOptions");
    boolean refused = !pod.read.text(options, "user").orElse("").isEmpty();
    refused |= !pod.read.text(options, "role").orElse("").isEmpty();
    refused |= !SELINUX_TYPES.contains(pod.read.text(options, "type").orElse(""));
    baseline(refused, "SeLinuxNotAllowed");
  }

  private void sysctls() {
    for (Tree.Obj sysctl : pod.read.objects(pod.security, "sysctls")) {
      String name = pod.read.text(sysctl, "name").orElse("");
      if (SAFE_SYSCTLS.contains(name)) {
        continue;
      }
      if (name.startsWith("net.ipv4.tcp_") || name.contains("/") || name.isEmpty()) {
        out.perhaps.add("sysctl " + name);
      } else {
        baseline(true, "SysctlNotAllowed");
      }
    }
  }

  private void volumes() {
    for (Tree.Obj volume : pod.read.objects(pod.spec, "volumes")) {
      boolean any = false;
      pod.read.text(volume, "name");
      if (volume.get("image") instanceof Tree.Obj image) {
        pod.read.text(image, "reference");
      }
      for (Tree.Member member : volume.members()) {
        boolean set = !(volume.get(member.key()) instanceof Tree.Null);
        any |= set && !member.key().equals("name");
        if (set && !member.key().equals("name") && !(member.value() instanceof Tree.Obj)) {
          pod.read.odd.add("volume source");
        }
        restricted(set && !VOLUMES.contains(member.key()), "VolumeTypeNotAllowed");
      }
      if (!any) {
        out.perhaps.add("volume without a source");
      }
    }
  }

  private void users() {
    boolean podSaysYes = pod.read.isTrue(pod.security, "runAsNonRoot");
    boolean root = pod.read.whole(pod.security, "runAsUser").filter(u -> u == 0).isPresent();
    boolean mayBeRoot = false;
    for (OraclePod.Container container : pod.containers) {
      mayBeRoot |= !pod.read.flag(container.security(), "runAsNonRoot").orElse(podSaysYes);
      root |= pod.read.whole(container.security(), "runAsUser").filter(u -> u == 0).isPresent();
    }
    restricted(mayBeRoot && !userNamespace, "RunsAsRoot");
    restricted(root && !userNamespace, "RunAsUserZero");
  }

  private void dropped() {
    for (OraclePod.Container container : pod.containers) {
      List<String> drops = pod.read.texts(pod.in(container.security(), "capabilities"), "drop");
      if (drops.contains("ALL")) {
        continue;
      }
      if (drops.stream().anyMatch(d -> d.equalsIgnoreCase("ALL") || d.equals("CAP_ALL"))) {
        out.perhaps.add("drop of all in small letters");
      } else {
        restricted(true, "CapabilitiesNotDropped");
      }
    }
  }
}
