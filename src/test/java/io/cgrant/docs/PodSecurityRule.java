// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import io.cgrant.policy.check.AllowCapabilities;
import io.cgrant.policy.check.AllowHostPaths;
import io.cgrant.policy.check.AllowVolumeTypes;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.ForbidHostNamespaces;
import io.cgrant.policy.check.ForbidHostPorts;
import io.cgrant.policy.check.ForbidHostProbes;
import io.cgrant.policy.check.ForbidPrivilegeEscalation;
import io.cgrant.policy.check.ForbidPrivileged;
import io.cgrant.policy.check.ForbidRunAsRoot;
import io.cgrant.policy.check.ForbidSeLinuxOptions;
import io.cgrant.policy.check.ForbidUnconfinedAppArmor;
import io.cgrant.policy.check.ForbidUnsafeSysctls;
import io.cgrant.policy.check.ForbidWindows;
import io.cgrant.policy.check.RequireDroppedCapabilities;
import io.cgrant.policy.check.RequireProcMount;
import io.cgrant.policy.check.RequireRunAsNonRoot;
import io.cgrant.policy.check.RequireSeccomp;
import java.util.List;

/// The rules that level `restricted` of the Pod Security Standards holds in version 1.37, by the
/// names that `k8s.io/pod-security-admission/policy` gives them, and what each forbids and allows
/// as merge patches of a pod that is granted. `capabilities_restricted` is two checks here.
///
/// Each is one that an API server stores if nobody forbids it: `PodSecurityIT` asks the server's own
/// Pod Security.
public enum PodSecurityRule {
  windowsHostProcess(
      ForbidWindows.class,
      Level.BASELINE,
      "hostProcess",
      "stricter",
      List.of(
          "{'spec': {'hostUsers': null, 'hostNetwork': true,"
              + " 'securityContext': {'windowsOptions': {'hostProcess': true}}}}"),
      List.of("{'securityContext': {'windowsOptions': {'hostProcess': true}}}"),
      List.of(),
      List.of(),
      List.of(
          "{'spec': {'os': {'name': 'windows'}, 'hostUsers': null,"
              + " 'securityContext': {'seccompProfile': null, 'runAsNonRoot': true},"
              + " 'containers': [{'name': 'c', 'image': 'registry.example.com/app:1'}]}}"),
      List.of()),
  hostNamespaces(
      ForbidHostNamespaces.class,
      Level.BASELINE,
      "host namespaces",
      List.of(
          "{'spec': {'hostUsers': null, 'hostNetwork': true}}",
          "{'spec': {'hostUsers': null, 'hostPID': true}}",
          "{'spec': {'hostUsers': null, 'hostIPC': true}}"),
      List.of(),
      List.of("{'spec': {'hostNetwork': false, 'hostPID': false, 'hostIPC': null}}"),
      List.of()),
  privileged(
      ForbidPrivileged.class,
      Level.BASELINE,
      "privileged",
      List.of(),
      List.of("{'securityContext': {'privileged': true, 'allowPrivilegeEscalation': null}}"),
      List.of(),
      List.of("{'securityContext': {'privileged': false}}")),
  capabilities_restricted_add(
      AllowCapabilities.class,
      Level.RESTRICTED,
      "unrestricted capabilities",
      "looser",
      List.of(),
      List.of(
          "{'securityContext': {'capabilities': {'add': ['NET_RAW']}}}",
          "{'securityContext': {'capabilities': {'add': ['CHOWN']}}}",
          "{'securityContext': {'capabilities': {'add': ['ALL']}}}",
          "{'securityContext': {'capabilities': {'add': ['NET_BIND_SERVICE', 'sys_admin']}}}"),
      List.of(),
      List.of("{'securityContext': {'capabilities': {'add': ['NET_BIND_SERVICE']}}}"),
      List.of(),
      List.of("{'securityContext': {'capabilities': {'add': ['cap_net_bind_service']}}}")),
  capabilities_restricted_drop(
      RequireDroppedCapabilities.class,
      Level.RESTRICTED,
      "unrestricted capabilities",
      List.of(),
      List.of(
          "{'securityContext': null}",
          "{'securityContext': {'capabilities': {'drop': []}}}",
          "{'securityContext': {'capabilities': {'drop': ['all']}}}",
          "{'securityContext': {'capabilities': {'drop': ['NET_RAW']}}}"),
      List.of(),
      List.of("{'securityContext': {'capabilities': {'drop': ['NET_RAW', 'ALL']}}}")),
  hostPathVolumes(
      AllowHostPaths.class,
      Level.BASELINE,
      "hostPath volumes",
      List.of("{'spec': {'volumes': [{'name': 'v', 'hostPath': {'path': '/data'}}]}}"),
      List.of(),
      List.of("{'spec': {'volumes': [{'name': 'v', 'hostPath': null, 'emptyDir': {}}]}}"),
      List.of()),
  restrictedVolumes(
      AllowVolumeTypes.class,
      Level.RESTRICTED,
      "restricted volume types",
      List.of(
          "{'spec': {'volumes': [{'name': 'v', 'nfs': {'server': 's', 'path': '/'}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'gitRepo': {'repository': 'https://git'}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'flexVolume': {'driver': 'example.com/d'}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'ofTheFuture': {}}]}}"),
      List.of(),
      List.of(
          "{'spec': {'volumes': [{'name': 'v', 'emptyDir': {}},"
              + " {'name': 'w', 'csi': {'driver': 'csi.example.com'}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'projected': {'sources': []}},"
              + " {'name': 'w', 'image': {'reference': 'registry.example.com/data:1'}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'secret': {'secretName': 's'}}, {'name': 'w',"
              + " 'ephemeral': {'volumeClaimTemplate': {'spec': {'accessModes': ['ReadWriteOnce'],"
              + " 'resources': {'requests': {'storage': '1Gi'}}}}}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'configMap': {'name': 'm'}}, {'name': 'w',"
              + " 'persistentVolumeClaim': {'claimName': 'p'}}, {'name': 'x', 'downwardAPI':"
              + " {'items': [{'path': 'n', 'fieldRef': {'fieldPath': 'metadata.name'}}]}}]}}"),
      List.of()),
  hostPorts(
      ForbidHostPorts.class,
      Level.BASELINE,
      "hostPort",
      List.of(),
      List.of("{'ports': [{'containerPort': 80}, {'containerPort': 81, 'hostPort': 81}]}"),
      List.of(),
      List.of("{'ports': [{'containerPort': 80, 'hostPort': 0}]}")),
  hostProbesAndHostLifecycle(
      ForbidHostProbes.class,
      Level.BASELINE,
      "probe or lifecycle host",
      List.of(),
      List.of(
          "{'livenessProbe': {'httpGet': {'host': '127.0.0.1', 'port': 80}}}",
          "{'readinessProbe': {'tcpSocket': {'host': 'db', 'port': 80}}}",
          "{'startupProbe': {'httpGet': {'host': 'db', 'port': 80}}}",
          "{'lifecycle': {'postStart': {'httpGet': {'host': 'db', 'port': 80}}}}",
          "{'lifecycle': {'preStop': {'tcpSocket': {'host': 'db', 'port': 80}}}}"),
      List.of(),
      List.of("{'livenessProbe': {'httpGet': {'host': '', 'port': 80}}}")),
  appArmorProfile(
      ForbidUnconfinedAppArmor.class,
      Level.BASELINE,
      "forbidden AppArmor profile",
      List.of(
          "{'spec': {'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}}}",
          "{'metadata': {'annotations':"
              + " {'container.apparmor.security.beta.kubernetes.io/c': 'unconfined'}}}"),
      List.of("{'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}}"),
      List.of(
          "{'metadata': {'annotations':"
              + " {'container.apparmor.security.beta.kubernetes.io/c': 'localhost/x'}}}"),
      List.of(
          "{'securityContext': {'appArmorProfile': {'type': 'Localhost', 'localhostProfile': 'x'}}}")),
  seLinuxOptions(
      ForbidSeLinuxOptions.class,
      Level.BASELINE,
      "seLinuxOptions",
      List.of("{'spec': {'securityContext': {'seLinuxOptions': {'type': 'spc_t'}}}}"),
      List.of(
          "{'securityContext': {'seLinuxOptions': {'user': 'u'}}}",
          "{'securityContext': {'seLinuxOptions': {'role': 'r'}}}"),
      List.of("{'spec': {'securityContext': {'seLinuxOptions': {'type': 'container_engine_t'}}}}"),
      List.of("{'securityContext': {'seLinuxOptions': {'level': 's0:c1'}}}")),
  sysctls(
      ForbidUnsafeSysctls.class,
      Level.BASELINE,
      "forbidden sysctls",
      List.of(
          "{'spec': {'securityContext': {'sysctls': [{'name': 'kernel.msgmax', 'value': '1'}]}}}"),
      List.of(),
      List.of(
          sysctl("kernel.shm_rmid_forced"),
          sysctl("net.ipv4.ip_local_port_range"),
          sysctl("net.ipv4.tcp_syncookies"),
          sysctl("net.ipv4.ping_group_range"),
          sysctl("net.ipv4.ip_unprivileged_port_start"),
          sysctl("net.ipv4.ip_local_reserved_ports"),
          sysctl("net.ipv4.tcp_keepalive_time"),
          sysctl("net.ipv4.tcp_fin_timeout"),
          sysctl("net.ipv4.tcp_keepalive_intvl"),
          sysctl("net.ipv4.tcp_keepalive_probes"),
          sysctl("net.ipv4.tcp_rmem"),
          sysctl("net.ipv4.tcp_wmem"),
          sysctl("net.ipv4.tcp_slow_start_after_idle"),
          sysctl("net.ipv4.tcp_notsent_lowat")),
      List.of()),
  procMount_restricted(
      RequireProcMount.class,
      Level.RESTRICTED,
      "procMount",
      List.of(),
      List.of("{'securityContext': {'procMount': 'Unmasked'}}"),
      List.of(),
      List.of("{'securityContext': {'procMount': 'Default'}}")),
  allowPrivilegeEscalation(
      ForbidPrivilegeEscalation.class,
      Level.RESTRICTED,
      "allowPrivilegeEscalation != false",
      List.of(),
      List.of(
          "{'securityContext': null}", "{'securityContext': {'allowPrivilegeEscalation': true}}"),
      List.of(),
      List.of("{}")),
  runAsNonRoot(
      RequireRunAsNonRoot.class,
      Level.RESTRICTED,
      "runAsNonRoot != true",
      List.of(
          "{'spec': {'hostUsers': null}}",
          "{'spec': {'hostUsers': true, 'securityContext': {'runAsNonRoot': false}}}"),
      List.of(),
      List.of("{}", "{'spec': {'hostUsers': true, 'securityContext': {'runAsNonRoot': true}}}"),
      List.of("{'securityContext': {'runAsNonRoot': false}}")),
  runAsUser(
      ForbidRunAsRoot.class,
      Level.RESTRICTED,
      "runAsUser=0",
      List.of("{'spec': {'hostUsers': null, 'securityContext': {'runAsUser': 0}}}"),
      List.of(),
      List.of(
          "{'spec': {'hostUsers': null,"
              + " 'securityContext': {'runAsUser': 1000, 'runAsNonRoot': true}}}"),
      List.of("{'securityContext': {'runAsUser': 0}}")),
  seccompProfile_restricted(
      RequireSeccomp.class,
      Level.RESTRICTED,
      "seccompProfile",
      List.of(
          "{'spec': {'securityContext': null}}",
          "{'spec': {'securityContext': {'seccompProfile': {'type': 'Unconfined'}}}}"),
      List.of("{'securityContext': {'seccompProfile': {'type': 'Unconfined'}}}"),
      List.of(
          "{'spec': {'securityContext': {'seccompProfile':"
              + " {'type': 'Localhost', 'localhostProfile': 'x'}}}}"),
      List.of(
          "{'securityContext': {'seccompProfile': {'type': 'Localhost', 'localhostProfile': 'x'}}}"));

  /// The lowest level that holds the rule.
  public enum Level {
    BASELINE,
    RESTRICTED
  }

  private final Class<? extends Check> check;
  private final Level level;
  private final String words;
  private final String compared;
  private final List<String> forbiddenToPods;
  private final List<String> forbiddenToContainers;
  private final List<String> allowedToPods;
  private final List<String> allowedToContainers;
  private final List<String> refusedThoughAllowed;
  private final List<String> acceptedThoughForbidden;

  PodSecurityRule(
      Class<? extends Check> check,
      Level level,
      String words,
      List<String> forbiddenToPods,
      List<String> forbiddenToContainers,
      List<String> allowedToPods,
      List<String> allowedToContainers) {
    this(
        check,
        level,
        words,
        "equal",
        forbiddenToPods,
        forbiddenToContainers,
        allowedToPods,
        allowedToContainers,
        List.of(),
        List.of());
  }

  PodSecurityRule(
      Class<? extends Check> check,
      Level level,
      String words,
      String compared,
      List<String> forbiddenToPods,
      List<String> forbiddenToContainers,
      List<String> allowedToPods,
      List<String> allowedToContainers,
      List<String> refusedThoughAllowed,
      List<String> acceptedThoughForbidden) {
    this.check = check;
    this.level = level;
    this.words = words;
    this.compared = compared;
    this.forbiddenToPods = forbiddenToPods;
    this.forbiddenToContainers = forbiddenToContainers;
    this.allowedToPods = allowedToPods;
    this.allowedToContainers = allowedToContainers;
    this.refusedThoughAllowed = refusedThoughAllowed;
    this.acceptedThoughForbidden = acceptedThoughForbidden;
  }

  private static String sysctl(String name) {
    return "{'spec': {'securityContext': {'sysctls': [{'name': '%s', 'value': '1'}]}}}"
        .formatted(name);
  }

  Class<? extends Check> check() {
    return check;
  }

  public Level level() {
    return level;
  }

  /// By which an API server names it in a refusal.
  public String words() {
    return words;
  }

  /// `stricter`, `equal` or `looser`.
  String compared() {
    return compared;
  }

  public List<String> forbiddenToPods() {
    return forbiddenToPods;
  }

  public List<String> forbiddenToContainers() {
    return forbiddenToContainers;
  }

  public List<String> allowedToPods() {
    return allowedToPods;
  }

  public List<String> allowedToContainers() {
    return allowedToContainers;
  }

  /// What a policy with strict defaults refuses pods, and the standard does not.
  public List<String> refusedThoughAllowed() {
    return refusedThoughAllowed;
  }

  /// What the standard forbids containers, and a policy with strict defaults does not.
  public List<String> acceptedThoughForbidden() {
    return acceptedThoughForbidden;
  }
}
