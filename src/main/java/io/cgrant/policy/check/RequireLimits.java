// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Requires a limit for each resource named: in every container, or once for the whole pod in
/// `spec.resources`. The cgroups that a pod makes are bounded only by the cgroup above them, so
/// without a limit the node is the limit. A limit of 0 is no limit. Ephemeral containers cannot
/// have resources, so they are not asked.
///
/// With `max`, no limit may be above it, and neither may the limit of the whole pod: the one in
/// `spec.resources`, else what its containers can use together at one time (main containers and
/// sidecars, or an init container and the sidecars before it). The overhead of a RuntimeClass does
/// not count. A resource that has a `max` needs a limit too, even if `resources` does not name it.
///
/// Source: KEP-2837 (pod level), KEP-753 (sidecars), KEP-5474 on what unbounded cgroups cost.
///
/// Field: `require.limits`.
///
/// Default: `cpu` and `memory`, without `max`.
///
/// Reasons: `LimitMissing`, `LimitAboveMax`, `TotalLimitAboveMax`.
///
/// Way out: set `resources.limits` in each container named, or `spec.resources.limits` once.
///
/// @param resources `require.limits.resources`: `cpu`, `memory`, `ephemeral-storage` or
///     `hugepages-SIZE`, at least one
/// @param max `require.limits.max`: the most of a resource that a pod may have; above zero
public record RequireLimits(List<String> resources, Map<String, Quantity> max) implements Check {

  private static final String FIELD = "require.limits.";
  private static final String STORAGE = "ephemeral-storage";

  public static final RequireLimits STRICT = new RequireLimits(List.of("cpu", "memory"), Map.of());

  public RequireLimits {
    for (int i = 0; i < resources.size(); i++) {
      refuseUnknown(FIELD + "resources[" + i + "]", resources.get(i));
    }
    max = Collections.unmodifiableMap(new TreeMap<>(max));
    max.forEach(RequireLimits::refuseUselessMax);
    resources = Stream.concat(resources.stream(), max.keySet().stream()).distinct().toList();
    if (resources.isEmpty()) {
      throw new InvalidCheck(FIELD + "resources", "must name at least one, as cpu or memory");
    }
  }

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (String resource : max.keySet()) {
      podLimit(pod.spec(), resource)
          .filter(limit -> isAboveMax(resource, limit))
          .ifPresent(limit -> found.add(podAboveMax(resource, limit)));
    }
    for (ContainerView container : pod.spec().containers()) {
      for (String resource : resources) {
        inContainer(pod.spec(), container, resource).ifPresent(found::add);
      }
    }
    for (String resource : max.keySet()) {
      total(pod.spec(), resource)
          .filter(total -> isAboveMax(resource, total))
          .ifPresent(total -> found.add(totalAboveMax(resource, total)));
    }
    return found;
  }

  private Optional<Finding> inContainer(PodSpec spec, ContainerView container, String resource) {
    Optional<Quantity> limit = container.resources().limit(resource);
    if (limit.isPresent()) {
      return isAboveMax(resource, limit.get())
          ? Optional.of(containerAboveMax(container, resource, limit.get()))
          : Optional.empty();
    }
    boolean cannotHaveOne = container.kind() == ContainerKind.EPHEMERAL;
    if (cannotHaveOne || podLimit(spec, resource).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(missing(container, resource));
  }

  /// The API server takes no pod-level limit of storage.
  private static Optional<Quantity> podLimit(PodSpec spec, String resource) {
    return resource.equals(STORAGE)
        ? Optional.empty()
        : spec.resources().flatMap(r -> r.limit(resource));
  }

  /// What the containers can use together, where no limit of the pod bounds it.
  private static Optional<Quantity> total(PodSpec spec, String resource) {
    if (podLimit(spec, resource).isPresent()) {
      return Optional.empty();
    }
    return ResourceTotal.of(spec.containers(), c -> c.resources().limit(resource));
  }

  private boolean isAboveMax(String resource, Quantity amount) {
    Quantity most = max.get(resource);
    return most != null && amount.compareTo(most) > 0;
  }

  private Finding podAboveMax(String resource, Quantity limit) {
    return aboveMax("spec.resources.limits." + resource, "the pod", resource, limit);
  }

  private Finding containerAboveMax(ContainerView container, String resource, Quantity limit) {
    String who = "container \"" + container.name() + "\"";
    return aboveMax(container.path() + ".resources.limits." + resource, who, resource, limit);
  }

  private Finding aboveMax(String path, String who, String resource, Quantity limit) {
    return new Finding(
        path,
        Reason.LimitAboveMax,
        who
            + " limits "
            + resource
            + " to "
            + limit
            + ", above the policy's max of "
            + max.get(resource)
            + "; lower it");
  }

  private Finding totalAboveMax(String resource, Quantity total) {
    return new Finding(
        "spec.containers",
        Reason.TotalLimitAboveMax,
        "the containers together limit "
            + resource
            + " to "
            + total
            + ", above the policy's max of "
            + max.get(resource)
            + "; lower some");
  }

  private static Finding missing(ContainerView container, String resource) {
    boolean zero = container.resources().limits().containsKey(resource);
    return new Finding(
        container.path() + ".resources.limits." + resource,
        Reason.LimitMissing,
        "container \""
            + container.name()
            + "\" has "
            + (zero ? "a " + resource + " limit of 0, which is none" : "no " + resource + " limit")
            + "; set one"
            + (resource.equals(STORAGE) ? "" : ", or spec.resources.limits." + resource));
  }

  private static void refuseUselessMax(String resource, Quantity most) {
    refuseUnknown(FIELD + "max." + resource, resource);
    if (!most.isPositive()) {
      throw new InvalidCheck(
          FIELD + "max." + resource,
          "is "
              + most
              + " and would refuse every pod; write an amount above zero, or leave it out");
    }
  }

  private static void refuseUnknown(String field, String resource) {
    boolean known =
        switch (resource) {
          case "cpu", "memory", STORAGE -> true;
          default -> isHugePages(resource);
        };
    if (!known) {
      throw new InvalidCheck(
          field,
          "\""
              + resource
              + "\" is not a resource to limit; write cpu, memory, ephemeral-storage or for"
              + " example hugepages-2Mi");
    }
  }

  private static boolean isHugePages(String resource) {
    String prefix = "hugepages-";
    if (!resource.startsWith(prefix)) {
      return false;
    }
    try {
      return Quantity.parse(resource.substring(prefix.length())).isPositive();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
