// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Requires the pod's quality-of-service class to be one of those named. `BestEffort` pods have no
/// bound of their own, and the kubelet evicts them first.
///
/// The class is computed as Kubernetes does: from CPU and memory alone, amounts of 0 ignored, from
/// `spec.resources` where it is set, else from main, init and sidecar containers. `Guaranteed`
/// needs both limits in each, and requests equal to limits; a request that is left out is taken
/// from the limit, as the API server fills it in. `BestEffort` has none of either.
///
/// Source: Kubernetes `ComputePodQOS`, `SetDefaults_Pod`; KEP-2837.
///
/// Field: `require.qosClass`.
///
/// Default: `Guaranteed`, `Burstable`.
///
/// Reasons: `QosClassNotAllowed`.
///
/// Way out: set CPU and memory limits in every container, and for `Guaranteed` equal requests.
///
/// @param allowed some of `Guaranteed`, `Burstable` and `BestEffort`, at least one
public record RequireQosClass(Set<RequireQosClass.QosClass> allowed) implements Check {

  public enum QosClass {
    Guaranteed,
    Burstable,
    BestEffort
  }

  private static final List<String> COMPUTE = List.of("cpu", "memory");

  public static final RequireQosClass STRICT =
      new RequireQosClass(Set.of(QosClass.Guaranteed, QosClass.Burstable));

  public RequireQosClass {
    if (allowed.isEmpty()) {
      throw new InvalidCheck(
          "require.qosClass", "must name at least one of Guaranteed, Burstable, BestEffort");
    }
    allowed = Set.copyOf(allowed);
  }

  @Override
  public List<Finding> examine(PodView pod) {
    QosClass qosClass = of(pod.spec());
    if (allowed.contains(qosClass)) {
      return List.of();
    }
    return List.of(
        new Finding(
            "spec.containers",
            "QosClassNotAllowed",
            "the pod's QoS class would be "
                + qosClass
                + ", and the policy allows "
                + Choice.listed(EnumSet.copyOf(allowed))
                + "; "
                + wayOut(qosClass)));
  }

  private String wayOut(QosClass qosClass) {
    return switch (qosClass) {
      case BestEffort -> "set requests and limits of cpu and memory";
      case Burstable ->
          allowed.contains(QosClass.Guaranteed)
              ? "limit cpu and memory in every container and set equal requests, or none"
              : "remove all requests and limits of cpu and memory";
      case Guaranteed -> "set requests below the limits";
    };
  }

  static QosClass of(PodSpec spec) {
    List<Resources> counted = counted(spec);
    Map<String, Quantity> requests = sum(counted, Resources::requests);
    Map<String, Quantity> limits = sum(counted, Resources::limits);
    if (requests.isEmpty() && limits.isEmpty()) {
      return QosClass.BestEffort;
    }
    boolean allLimited =
        counted.stream().allMatch(r -> COMPUTE.stream().allMatch(c -> r.limit(c).isPresent()));
    return allLimited && requests.equals(limits) ? QosClass.Guaranteed : QosClass.Burstable;
  }

  private static List<Resources> counted(PodSpec spec) {
    if (spec.resources().isPresent()) {
      return List.of(ofPod(spec, spec.resources().get()));
    }
    return spec.containers().stream()
        .filter(c -> c.kind() != ContainerKind.EPHEMERAL)
        .map(c -> new Resources(requests(c.resources()), c.resources().limits()))
        .toList();
  }

  private static Map<String, Quantity> requests(Resources written) {
    var requests = new HashMap<>(written.limits());
    requests.putAll(written.requests());
    return requests;
  }

  /// The pod's own resources. Where it has limits, a request left out is that of its containers
  /// together, else the limit.
  private static Resources ofPod(PodSpec spec, Resources pod) {
    if (pod.limits().isEmpty()) {
      return pod;
    }
    Map<String, Quantity> requests = requests(pod);
    for (String resource : COMPUTE) {
      Optional<Quantity> together =
          ResourceTotal.of(
              spec.containers(), c -> Optional.ofNullable(requests(c.resources()).get(resource)));
      if (!pod.requests().containsKey(resource)) {
        together.ifPresent(amount -> requests.put(resource, amount));
      }
    }
    return new Resources(requests, pod.limits());
  }

  private static Map<String, Quantity> sum(
      List<Resources> counted, Function<Resources, Map<String, Quantity>> part) {
    var sum = new HashMap<String, Quantity>();
    for (Resources resources : counted) {
      for (String resource : COMPUTE) {
        Optional.ofNullable(part.apply(resources).get(resource))
            .filter(Quantity::isPositive)
            .ifPresent(amount -> sum.merge(resource, amount, Quantity::plus));
      }
    }
    return sum;
  }
}
