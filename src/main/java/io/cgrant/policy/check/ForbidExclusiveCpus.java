// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Refuses a pod that would get CPUs of its own from the kubelet's static CPU manager: one of QoS
/// class Guaranteed with a whole number of CPUs, in a container or for the pod. Its cgroup then
/// holds a part of the node's `cpuset` that others lose, and a node without `nsdelegate` lets the
/// workload write it.
///
/// Source: Kubernetes, CPU manager policies; KEP-5474 on `cpuset`.
///
/// Field: `require.exclusiveCpus`.
///
/// Default: `Forbidden`.
///
/// Reasons: `ExclusiveCpus`.
///
/// Way out: ask for a part of a CPU, as 1900m, or request less than the limit.
public record ForbidExclusiveCpus() implements Check {

  private static final String CPU = "cpu";

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    Optional<Resources> ofPod = pod.spec().resources();
    if (ofPod.isPresent() && isWhole(ofPod.get())) {
      found.add(finding("spec.resources.limits.cpu", "the pod", ofPod.get()));
    }
    for (ContainerView container : pod.spec().containers()) {
      if (container.kind() != ContainerKind.EPHEMERAL && isWhole(container.resources())) {
        String who = "container \"" + container.name() + "\"";
        found.add(finding(container.path() + ".resources.limits.cpu", who, container.resources()));
      }
    }
    // Last, because it costs most.
    boolean isGuaranteed =
        !found.isEmpty() && RequireQosClass.of(pod.spec()) == RequireQosClass.QosClass.Guaranteed;
    return isGuaranteed ? found : List.of();
  }

  private static boolean isWhole(Resources resources) {
    Quantity cpus = requested(resources);
    return cpus != null && cpus.isPositive() && cpus.isWhole();
  }

  /// The kubelet looks at the request, which is the limit where it is left out.
  private static Quantity requested(Resources resources) {
    Quantity request = resources.requests().get(CPU);
    return request == null ? resources.limits().get(CPU) : request;
  }

  private static Finding finding(String path, String who, Resources resources) {
    return new Finding(
        path,
        Reason.ExclusiveCpus,
        who
            + " is Guaranteed "
            + requested(resources)
            + " CPUs, which the kubelet may take from all others; write a part of a CPU, as 1900m,"
            + " or request less than the limit");
  }
}
