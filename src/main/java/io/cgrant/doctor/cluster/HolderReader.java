// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.doctor.ClusterFacts.Holder.Stage;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.policy.Route;
import io.cgrant.policy.RouteFinder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads by which ways a pod has a writable cgroup, and who it runs as there.
///
/// @param where as `Pod/ml/ray-head`
/// @param in its namespace
record HolderReader(Stage stage, String where, String in) {

  /// One by a handler; no other way does more.
  Holder byHandler(PodSpec spec, Optional<String> handler) {
    return holder(spec, Route.Name.RuntimeClass, handler, spec.containers());
  }

  /// One for each other way that the pod itself names.
  ///
  /// @param handler of its RuntimeClass, which mounts nothing writable itself
  List<Holder> byOtherWays(PodView pod, Optional<String> handler) {
    Map<Route.Name, Set<String>> taken = new TreeMap<>();
    for (Route route : RouteFinder.inPod(pod)) {
      Set<String> paths = taken.computeIfAbsent(route.name(), n -> new TreeSet<>());
      pod.spec().containers().stream()
          .filter(container -> isOf(route, container))
          .forEach(container -> paths.add(container.path()));
    }
    var holders = new ArrayList<Holder>();
    taken.forEach(
        (route, paths) ->
            holders.add(
                holder(
                    pod.spec(),
                    route,
                    handler,
                    pod.spec().containers().stream()
                        .filter(container -> paths.contains(container.path()))
                        .toList())));
    return holders;
  }

  /// An annotation may name one container, and a field stands in one.
  private static boolean isOf(Route route, ContainerView container) {
    return switch (route) {
      case Route.RuntimeClass r -> true;
      case Route.CrioAnnotation r -> true;
      case Route.CrioSystemd(var path, var entrypoint) -> path.startsWith(container.path() + ".");
      case Route.CgroupOptions(var path, var mode) -> path.startsWith(container.path() + ".");
      case Route.GkeAnnotation(var key) -> key.endsWith(container.name());
      case Route.NriAnnotation(var key) ->
          !key.contains("/container.") || key.endsWith("/container." + container.name());
    };
  }

  private Holder holder(
      PodSpec spec, Route.Name route, Optional<String> handler, List<ContainerView> containers) {
    Set<User> users = EnumSet.noneOf(User.class);
    containers.forEach(container -> user(spec, container).ifPresent(users::add));
    return new Holder(
        stage,
        where,
        in,
        route,
        handler,
        namespaces(spec),
        users,
        spec.hostNamespaces().network() ? Holder.Network.OfTheNode : Holder.Network.Own);
  }

  private Set<Namespace> namespaces(PodSpec spec) {
    if (spec.hasUserNamespace()) {
      return Set.of(Namespace.Own);
    }
    boolean isOpen = stage == Stage.Template && spec.hostUsers().isEmpty();
    return isOpen ? EnumSet.allOf(Namespace.class) : Set.of(Namespace.OfTheNode);
  }

  /// The container's own number, else the pod's; that it is not root is enough.
  private static Optional<User> user(PodSpec spec, ContainerView container) {
    Optional<Long> number =
        container.security().confinement().runAsUser().or(() -> spec.confinement().runAsUser());
    if (number.isPresent()) {
      return number.map(n -> n == 0 ? User.Root : User.Other);
    }
    boolean isNotRoot =
        container
            .security()
            .confinement()
            .runAsNonRoot()
            .or(() -> spec.confinement().runAsNonRoot())
            .orElse(false);
    return isNotRoot ? Optional.of(User.Other) : Optional.empty();
  }
}
