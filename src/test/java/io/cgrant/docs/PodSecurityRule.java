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
enum PodSecurityRule {
  windowsHostProcess(
      ForbidWindows.class,
      "stricter",
      List.of("{'spec': {'securityContext': {'windowsOptions': {'hostProcess': true}}}}"),
      List.of("{'securityContext': {'windowsOptions': {'hostProcess': true}}}"),
      List.of(),
      List.of(),
      List.of("{'spec': {'os': {'name': 'windows'}}}")),
  hostNamespaces(
      ForbidHostNamespaces.class,
      List.of(
          "{'spec': {'hostNetwork': true}}",
          "{'spec': {'hostPID': true}}",
          "{'spec': {'hostIPC': true}}"),
      List.of(),
      List.of("{'spec': {'hostNetwork': false, 'hostPID': false, 'hostIPC': null}}"),
      List.of()),
  privileged(
      ForbidPrivileged.class,
      List.of(),
      List.of("{'securityContext': {'privileged': true}}"),
      List.of(),
      List.of("{'securityContext': {'privileged': false}}")),
  capabilities_restricted_add(
      AllowCapabilities.class,
      "looser",
      List.of(),
      List.of(
          "{'securityContext': {'capabilities': {'add': ['NET_RAW']}}}",
          "{'securityContext': {'capabilities': {'add': ['CHOWN']}}}",
          "{'securityContext': {'capabilities': {'add': ['ALL']}}}",
          "{'securityContext': {'capabilities': {'add': ['NET_BIND_SERVICE', 'sys_admin']}}}"),
      List.of(),
      List.of(
          "{'securityContext': {'capabilities': {'add': ['NET_BIND_SERVICE']}}}",
          "{'securityContext': {'capabilities': {'add': ['cap_net_bind_service']}}}"),
      List.of()),
  capabilities_restricted_drop(
      RequireDroppedCapabilities.class,
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
      List.of("{'spec': {'volumes': [{'name': 'v', 'hostPath': {'path': '/data'}}]}}"),
      List.of(),
      List.of("{'spec': {'volumes': [{'name': 'v', 'hostPath': null, 'emptyDir': {}}]}}"),
      List.of()),
  restrictedVolumes(
      AllowVolumeTypes.class,
      List.of(
          "{'spec': {'volumes': [{'name': 'v', 'nfs': {'server': 's', 'path': '/'}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'gitRepo': {}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'flexVolume': {}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'ofTheFuture': {}}]}}"),
      List.of(),
      List.of(
          "{'spec': {'volumes': [{'name': 'v', 'emptyDir': {}}, {'name': 'w', 'csi': {}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'projected': {}}, {'name': 'w', 'image': {}}]}}",
          "{'spec': {'volumes': [{'name': 'v', 'ephemeral': {}}, {'name': 'w', 'secret': {}}]}}"),
      List.of()),
  hostPorts(
      ForbidHostPorts.class,
      List.of(),
      List.of("{'ports': [{'containerPort': 80}, {'containerPort': 81, 'hostPort': 81}]}"),
      List.of(),
      List.of("{'ports': [{'containerPort': 80, 'hostPort': 0}]}")),
  hostProbesAndHostLifecycle(
      ForbidHostProbes.class,
      List.of(),
      List.of(
          "{'livenessProbe': {'httpGet': {'host': '127.0.0.1'}}}",
          "{'readinessProbe': {'tcpSocket': {'host': 'db'}}}",
          "{'startupProbe': {'httpGet': {'host': 'db'}}}",
          "{'lifecycle': {'postStart': {'httpGet': {'host': 'db'}}}}",
          "{'lifecycle': {'preStop': {'tcpSocket': {'host': 'db'}}}}"),
      List.of(),
      List.of("{'livenessProbe': {'httpGet': {'host': '', 'port': 80}}}")),
  appArmorProfile(
      ForbidUnconfinedAppArmor.class,
      List.of(
          "{'spec': {'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}}}",
          "{'metadata': {'annotations':"
              + " {'container.apparmor.security.beta.kubernetes.io/c': 'unconfined'}}}"),
      List.of("{'securityContext': {'appArmorProfile': {'type': 'Unconfined'}}}"),
      List.of(
          "{'metadata': {'annotations':"
              + " {'container.apparmor.security.beta.kubernetes.io/c': 'localhost/x'}}}"),
      List.of("{'securityContext': {'appArmorProfile': {'type': 'Localhost'}}}")),
  seLinuxOptions(
      ForbidSeLinuxOptions.class,
      List.of("{'spec': {'securityContext': {'seLinuxOptions': {'type': 'spc_t'}}}}"),
      List.of(
          "{'securityContext': {'seLinuxOptions': {'user': 'u'}}}",
          "{'securityContext': {'seLinuxOptions': {'role': 'r'}}}"),
      List.of("{'spec': {'securityContext': {'seLinuxOptions': {'type': 'container_engine_t'}}}}"),
      List.of("{'securityContext': {'seLinuxOptions': {'level': 's0:c1'}}}")),
  sysctls(
      ForbidUnsafeSysctls.class,
      List.of("{'spec': {'securityContext': {'sysctls': [{'name': 'kernel.msgmax'}]}}}"),
      List.of(),
      List.of(
          "{'spec': {'securityContext': {'sysctls': [{'name': 'net.ipv4.tcp_notsent_lowat'}]}}}"),
      List.of()),
  procMount_restricted(
      RequireProcMount.class,
      List.of(),
      List.of("{'securityContext': {'procMount': 'Unmasked'}}"),
      List.of(),
      List.of("{'securityContext': {'procMount': 'Default'}}")),
  allowPrivilegeEscalation(
      ForbidPrivilegeEscalation.class,
      List.of(),
      List.of(
          "{'securityContext': null}", "{'securityContext': {'allowPrivilegeEscalation': true}}"),
      List.of(),
      List.of("{}")),
  runAsNonRoot(
      RequireRunAsNonRoot.class,
      List.of(
          "{'spec': {'hostUsers': null}}",
          "{'spec': {'hostUsers': true, 'securityContext': {'runAsNonRoot': false}}}"),
      List.of(),
      List.of("{}", "{'spec': {'hostUsers': true, 'securityContext': {'runAsNonRoot': true}}}"),
      List.of("{'securityContext': {'runAsNonRoot': false}}")),
  runAsUser(
      ForbidRunAsRoot.class,
      List.of("{'spec': {'hostUsers': null, 'securityContext': {'runAsUser': 0}}}"),
      List.of(),
      List.of("{'spec': {'hostUsers': null, 'securityContext': {'runAsUser': 1000}}}"),
      List.of("{'securityContext': {'runAsUser': 0}}")),
  seccompProfile_restricted(
      RequireSeccomp.class,
      List.of(
          "{'spec': {'securityContext': null}}",
          "{'spec': {'securityContext': {'seccompProfile': {'type': 'Unconfined'}}}}"),
      List.of("{'securityContext': {'seccompProfile': {'type': 'Unconfined'}}}"),
      List.of("{'spec': {'securityContext': {'seccompProfile': {'type': 'Localhost'}}}}"),
      List.of("{'securityContext': {'seccompProfile': {'type': 'Localhost'}}}"));

  private final Class<? extends Check> check;
  private final String compared;
  private final List<String> forbiddenToPods;
  private final List<String> forbiddenToContainers;
  private final List<String> allowedToPods;
  private final List<String> allowedToContainers;
  private final List<String> refusedThoughAllowed;

  PodSecurityRule(
      Class<? extends Check> check,
      List<String> forbiddenToPods,
      List<String> forbiddenToContainers,
      List<String> allowedToPods,
      List<String> allowedToContainers) {
    this(
        check,
        "equal",
        forbiddenToPods,
        forbiddenToContainers,
        allowedToPods,
        allowedToContainers,
        List.of());
  }

  PodSecurityRule(
      Class<? extends Check> check,
      String compared,
      List<String> forbiddenToPods,
      List<String> forbiddenToContainers,
      List<String> allowedToPods,
      List<String> allowedToContainers,
      List<String> refusedThoughAllowed) {
    this.check = check;
    this.compared = compared;
    this.forbiddenToPods = forbiddenToPods;
    this.forbiddenToContainers = forbiddenToContainers;
    this.allowedToPods = allowedToPods;
    this.allowedToContainers = allowedToContainers;
    this.refusedThoughAllowed = refusedThoughAllowed;
  }

  Class<? extends Check> check() {
    return check;
  }

  /// `stricter`, `equal` or `looser`.
  String compared() {
    return compared;
  }

  List<String> forbiddenToPods() {
    return forbiddenToPods;
  }

  List<String> forbiddenToContainers() {
    return forbiddenToContainers;
  }

  List<String> allowedToPods() {
    return allowedToPods;
  }

  List<String> allowedToContainers() {
    return allowedToContainers;
  }

  /// What a policy with strict defaults refuses and the standard does not.
  List<String> refusedThoughAllowed() {
    return refusedThoughAllowed;
  }
}
