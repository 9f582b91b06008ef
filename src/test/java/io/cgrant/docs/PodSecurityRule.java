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

/// The rules that level `restricted` of the Pod Security Standards holds in version 1.37, by the
/// names that `k8s.io/pod-security-admission/policy` gives them, and what each forbids and allows
/// as merge patches of a pod that is granted. `capabilities_restricted` is two checks here.
///
/// Each is one that an API server stores if nobody forbids it: `PodSecurityIT` asks the server's
/// own Pod Security.
public enum PodSecurityRule {
  windowsHostProcess(
      ForbidWindows.class,
      Level.BASELINE,
      "hostProcess",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'hostUsers': null, 'hostNetwork': true,"
                  + " 'securityContext': {'windowsOptions': {'hostProcess': true}}}}")
          .forbidsContainers("{'securityContext': {'windowsOptions': {'hostProcess': true}}}")
          .cgrantRefusesPods(
              "{'spec': {'os': {'name': 'windows'}, 'hostUsers': null,"
                  + " 'securityContext': {'seccompProfile': null, 'runAsNonRoot': true},"
                  + " 'containers': [{'name': 'c', 'image': 'registry.example.com/app:1'}]}}")),
  hostNamespaces(
      ForbidHostNamespaces.class,
      Level.BASELINE,
      "host namespaces",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'hostUsers': null, 'hostNetwork': true}}",
              "{'spec': {'hostUsers': null, 'hostPID': true}}",
              "{'spec': {'hostUsers': null, 'hostIPC': true}}")
          .allowsPods("{'spec': {'hostNetwork': false, 'hostPID': false, 'hostIPC': null}}")),
  privileged(
      ForbidPrivileged.class,
      Level.BASELINE,
      "privileged",
      PodSecuritySamples.NONE
          .forbidsContainers(
              "{'securityContext': {'privileged': true, 'allowPrivilegeEscalation': null}}")
          .allowsContainers("{'securityContext': {'privileged': false}}")),
  capabilities_restricted_add(
      AllowCapabilities.class,
      Level.RESTRICTED,
      "unrestricted capabilities",
      PodSecuritySamples.NONE
          .forbidsContainers(
              "{'securityContext': {'capabilities': {'add': ['NET_RAW']}}}",
              "{'securityContext': {'capabilities': {'add': ['CHOWN']}}}",
              "{'securityContext': {'capabilities': {'add': ['ALL']}}}",
              "{'securityContext': {'capabilities': {'add': ['NET_BIND_SERVICE', 'sys_admin']}}}")
          .allowsContainers("{'securityContext': {'capabilities': {'add': ['NET_BIND_SERVICE']}}}")
          .cgrantAcceptsContainers(
              "{'securityContext': {'capabilities': {'add': ['cap_net_bind_service']}}}")),
  capabilities_restricted_drop(
      RequireDroppedCapabilities.class,
      Level.RESTRICTED,
      "unrestricted capabilities",
      PodSecuritySamples.NONE
          .forbidsContainers(
              "{'securityContext': null}",
              "{'securityContext': {'capabilities': {'drop': []}}}",
              "{'securityContext': {'capabilities': {'drop': ['all']}}}",
              "{'securityContext': {'capabilities': {'drop': ['NET_RAW']}}}")
          .allowsContainers("{'securityContext': {'capabilities': {'drop': ['NET_RAW', 'ALL']}}}")),
  hostPathVolumes(
      AllowHostPaths.class,
      Level.BASELINE,
      "hostPath volumes",
      PodSecuritySamples.NONE
          .forbidsPods("{'spec': {'volumes': [{'name': 'v', 'hostPath': {'path': '/data'}}]}}")
          .allowsPods("{'spec': {'volumes': [{'name': 'v', 'hostPath': null, 'emptyDir': {}}]}}")),
  restrictedVolumes(
      AllowVolumeTypes.class,
      Level.RESTRICTED,
      "restricted volume types",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'volumes': [{'name': 'v', 'nfs': {'server': 's', 'path': '/'}}]}}",
              "{'spec': {'volumes': [{'name': 'v', 'gitRepo': {'repository': 'https://git'}}]}}",
              "{'spec': {'volumes': [{'name': 'v', 'flexVolume': {'driver': 'example.com/d'}}]}}",
              "{'spec': {'volumes': [{'name': 'v', 'ofTheFuture': {}}]}}")
          .allowsPods(
              "{'spec': {'volumes': [{'name': 'v', 'emptyDir': {}},"
                  + " {'name': 'w', 'csi': {'driver': 'csi.example.com'}}]}}",
              "{'spec': {'volumes': [{'name': 'v', 'projected': {'sources': []}},"
                  + " {'name': 'w', 'image': {'reference': 'registry.example.com/data:1'}}]}}",
              "{'spec': {'volumes': [{'name': 'v', 'secret': {'secretName': 's'}}, {'name': 'w',"
                  + " 'ephemeral': {'volumeClaimTemplate': {'spec': {'accessModes': ['ReadWriteOnce'],"
                  + " 'resources': {'requests': {'storage': '1Gi'}}}}}}]}}",
              "{'spec': {'volumes': [{'name': 'v', 'configMap': {'name': 'm'}}, {'name': 'w',"
                  + " 'persistentVolumeClaim': {'claimName': 'p'}}, {'name': 'x', 'downwardAPI':"
                  + " {'items': [{'path': 'n', 'fieldRef': {'fieldPath': 'metadata.name'}}]}}]}}")),
  hostPorts(
      ForbidHostPorts.class,
      Level.BASELINE,
      "hostPort",
      PodSecuritySamples.NONE
          .forbidsContainers(
              "{'ports': [{'containerPort': 80}, {'containerPort': 81, 'hostPort': 81}]}")
          .allowsContainers("{'ports': [{'containerPort': 80, 'hostPort': 0}]}")),
  hostProbesAndHostLifecycle(
      ForbidHostProbes.class,
      Level.BASELINE,
      "probe or lifecycle host",
      PodSecuritySamples.NONE
          .forbidsContainers(
              "{'livenessProbe': {'httpGet': {'host': '127.0.0.1', 'port': 80}}}",
              "{'readinessProbe': {'tcpSocket': {'host': 'db', 'port': 80}}}",
              "{'startupProbe': {'httpGet': {'host': 'db', 'port': 80}}}",
              "{'lifecycle': {'postStart': {'httpGet': {'host': 'db', 'port': 80}}}}",
              "{'lifecycle': {'preStop': {'tcpSocket': {'host': 'db', 'port': 80}}}}")
          .allowsContainers("{'livenessProbe': {'httpGet': {'host': '', 'port': 80}}}")),
  appArmorProfile(
      ForbidUnconfinedAppArmor.class,
      Level.BASELINE,
      "forbidden AppArmor profile",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}}}",
              "{'metadata': {'annotations':"
                  + " {'container.apparmor.security.beta.kubernetes.io/c': 'unconfined'}}}")
          .forbidsContainers("{'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}}")
          .allowsPods(
              "{'metadata': {'annotations':"
                  + " {'container.apparmor.security.beta.kubernetes.io/c': 'localhost/x'}}}")
          .allowsContainers(
              "{'securityContext': {'appArmorProfile': {'type': 'Localhost', 'localhostProfile': 'x'}}}")),
  seLinuxOptions(
      ForbidSeLinuxOptions.class,
      Level.BASELINE,
      "seLinuxOptions",
      PodSecuritySamples.NONE
          .forbidsPods("{'spec': {'securityContext': {'seLinuxOptions': {'type': 'spc_t'}}}}")
          .forbidsContainers(
              "{'securityContext': {'seLinuxOptions': {'user': 'u'}}}",
              "{'securityContext': {'seLinuxOptions': {'role': 'r'}}}")
          .allowsPods(
              "{'spec': {'securityContext': {'seLinuxOptions': {'type': 'container_engine_t'}}}}")
          .allowsContainers("{'securityContext': {'seLinuxOptions': {'level': 's0:c1'}}}")),
  sysctls(
      ForbidUnsafeSysctls.class,
      Level.BASELINE,
      "forbidden sysctls",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'securityContext': {'sysctls': [{'name': 'kernel.msgmax', 'value': '1'}]}}}")
          .allowsPods(
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
              sysctl("net.ipv4.tcp_notsent_lowat"))),
  procMount_restricted(
      RequireProcMount.class,
      Level.RESTRICTED,
      "procMount",
      PodSecuritySamples.NONE
          .forbidsContainers("{'securityContext': {'procMount': 'Unmasked'}}")
          .allowsContainers("{'securityContext': {'procMount': 'Default'}}")),
  allowPrivilegeEscalation(
      ForbidPrivilegeEscalation.class,
      Level.RESTRICTED,
      "allowPrivilegeEscalation != false",
      PodSecuritySamples.NONE
          .forbidsContainers(
              "{'securityContext': null}",
              "{'securityContext': {'allowPrivilegeEscalation': true}}")
          .allowsContainers("{}")),
  runAsNonRoot(
      RequireRunAsNonRoot.class,
      Level.RESTRICTED,
      "runAsNonRoot != true",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'hostUsers': null}}",
              "{'spec': {'hostUsers': true, 'securityContext': {'runAsNonRoot': false}}}")
          .allowsPods(
              "{}", "{'spec': {'hostUsers': true, 'securityContext': {'runAsNonRoot': true}}}")
          .allowsContainers("{'securityContext': {'runAsNonRoot': false}}")),
  runAsUser(
      ForbidRunAsRoot.class,
      Level.RESTRICTED,
      "runAsUser=0",
      PodSecuritySamples.NONE
          .forbidsPods("{'spec': {'hostUsers': null, 'securityContext': {'runAsUser': 0}}}")
          .allowsPods(
              "{'spec': {'hostUsers': null,"
                  + " 'securityContext': {'runAsUser': 1000, 'runAsNonRoot': true}}}")
          .allowsContainers("{'securityContext': {'runAsUser': 0}}")),
  seccompProfile_restricted(
      RequireSeccomp.class,
      Level.RESTRICTED,
      "seccompProfile",
      PodSecuritySamples.NONE
          .forbidsPods(
              "{'spec': {'securityContext': null}}",
              "{'spec': {'securityContext': {'seccompProfile': {'type': 'Unconfined'}}}}")
          .forbidsContainers("{'securityContext': {'seccompProfile': {'type': 'Unconfined'}}}")
          .allowsPods(
              "{'spec': {'securityContext': {'seccompProfile':"
                  + " {'type': 'Localhost', 'localhostProfile': 'x'}}}}")
          .allowsContainers(
              "{'securityContext': {'seccompProfile': {'type': 'Localhost', 'localhostProfile': 'x'}}}"));

  /// The lowest level that holds the rule.
  public enum Level {
    BASELINE,
    RESTRICTED
  }

  private final Class<? extends Check> check;
  private final Level level;
  private final String words;
  private final PodSecuritySamples samples;

  PodSecurityRule(
      Class<? extends Check> check, Level level, String words, PodSecuritySamples samples) {
    this.check = check;
    this.level = level;
    this.words = words;
    this.samples = samples;
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

  public PodSecuritySamples samples() {
    return samples;
  }
}
