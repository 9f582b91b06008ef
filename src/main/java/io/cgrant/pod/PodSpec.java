// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.List;
import java.util.Optional;

/// What the gate reads of a pod's `spec`. Two equal specs are judged alike, so an update between
/// them changes nothing.
///
/// @param runtimeClassName empty when left out
/// @param hostUsers `false` asks for a user namespace (KEP-127); left out means the node's own
/// @param seccompType `securityContext.seccompProfile.type` of the pod, inherited by containers
/// without one
/// @param os `os.name`, or what the node selector says under `kubernetes.io/os`; `windows` if
/// either says so
/// @param windowsOptions whether the pod's `securityContext.windowsOptions` is set at all
/// @param serviceAccountName `default` when left out, as the API server fills it in
/// @param resources pod-level resources (KEP-2837); empty when left out, which `{}` is not: a pod
/// with it has its QoS class from it alone
/// @param confinement `securityContext` of the pod, inherited by containers
/// @param sysctls `securityContext.sysctls`, by name
/// @param volumes of every type, also those in `hostPaths`
/// @param isHeld whether `schedulingGates` keep it from being scheduled: when they go, the pod is
/// judged again, since what its class means may have changed meanwhile
/// @param containers every container of every kind: init, then main, then ephemeral
public record PodSpec(
    Optional<String> runtimeClassName,
    Optional<Boolean> hostUsers,
    HostNamespaces hostNamespaces,
    Optional<String> seccompType,
    Optional<String> os,
    boolean windowsOptions,
    String serviceAccountName,
    Optional<Resources> resources,
    List<HostPathVolume> hostPaths,
    Confinement confinement,
    List<String> sysctls,
    List<VolumeView> volumes,
    boolean isHeld,
    List<ContainerView> containers) {

  /// Whether the pod runs in a user namespace of its own.
  public boolean hasUserNamespace() {
    return hostUsers.isPresent() && !hostUsers.get();
  }

  /// The same pod under another RuntimeClass.
  public PodSpec withRuntimeClass(String name) {
    return with(Optional.of(name), hostUsers, containers);
  }

  /// The same pod with a user namespace.
  public PodSpec withUserNamespace() {
    return with(runtimeClassName, Optional.of(false), containers);
  }

  /// The same pod with other containers.
  public PodSpec withContainers(List<ContainerView> others) {
    return with(runtimeClassName, hostUsers, others);
  }

  private PodSpec with(
      Optional<String> otherClass,
      Optional<Boolean> otherHostUsers,
      List<ContainerView> otherContainers) {
    return new PodSpec(
        otherClass,
        otherHostUsers,
        hostNamespaces,
        seccompType,
        os,
        windowsOptions,
        serviceAccountName,
        resources,
        hostPaths,
        confinement,
        sysctls,
        volumes,
        isHeld,
        otherContainers);
  }
}
