// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Quantity;
import io.cgrant.pod.Resources;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
/// @param allowed `require.qosClass`: some of `Guaranteed`, `Burstable` and `BestEffort`,
///     at least one
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
            Reason.QosClassNotAllowed,
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
    boolean any = false;
    boolean guaranteed = true;
    for (String resource : COMPUTE) {
      var sums = Sums.of(counted, resource);
      any |= sums.limits().isPositive() || sums.requests().isPositive();
      guaranteed &= sums.allLimited() && sums.requests().equals(sums.limits());
    }
    if (!any) {
      return QosClass.BestEffort;
    }
    return guaranteed ? QosClass.Guaranteed : QosClass.Burstable;
  }

  /// One resource over all that counts; what is not above zero does not.
  private record Sums(Quantity requests, Quantity limits, boolean allLimited) {
    static Sums of(List<Resources> counted, String resource) {
      Quantity requests = Quantity.ZERO;
      Quantity limits = Quantity.ZERO;
      boolean allLimited = true;
      for (Resources resources : counted) {
        Quantity limit = resources.limits().getOrDefault(resource, Quantity.ZERO);
        Quantity request = resources.requests().getOrDefault(resource, limit);
        requests = request.isPositive() ? requests.plus(request) : requests;
        limits = limit.isPositive() ? limits.plus(limit) : limits;
        allLimited &= limit.isPositive();
      }
      return new Sums(requests, limits, allLimited);
    }
  }

  private static List<Resources> counted(PodSpec spec) {
    if (spec.resources().isPresent()) {
      return List.of(ofPod(spec, spec.resources().get()));
    }
    var counted = new ArrayList<Resources>(spec.containers().size());
    for (ContainerView container : spec.containers()) {
      if (container.kind() != ContainerKind.EPHEMERAL) {
        counted.add(container.resources());
      }
    }
    return counted;
  }

  /// The pod's own resources. Where it has limits, a request left out is that of its containers
  /// together, else the limit.
  private static Resources ofPod(PodSpec spec, Resources pod) {
    if (pod.limits().isEmpty()) {
      return pod;
    }
    var requests = new HashMap<>(pod.requests());
    for (String resource : COMPUTE) {
      if (!requests.containsKey(resource)) {
        ResourceTotal.of(spec.containers(), c -> request(c.resources(), resource))
            .ifPresent(together -> requests.put(resource, together));
      }
    }
    return new Resources(requests, pod.limits());
  }

  /// A request left out is the limit, as the API server fills it in.
  private static Optional<Quantity> request(Resources written, String resource) {
    return Optional.ofNullable(written.requests().get(resource))
        .or(() -> Optional.ofNullable(written.limits().get(resource)));
  }
}
