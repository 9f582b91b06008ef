// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.CgroupOptions;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Entrypoint;
import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds every way a pod takes to a writable cgroup.
///
/// The sources are those of [RouteAnnotation], CRI-O's `WillRunSystemd` and KEP-5474.
public final class RouteFinder {

  /// CRI-O's old name and its new one.
  public static final List<String> CRIO_KEYS =
      List.of(RouteAnnotation.CRIO_OLD, RouteAnnotation.CRIO_NEW);

  public static final String GKE_KEY = RouteAnnotation.GKE;
  public static final String NRI_KEY = RouteAnnotation.NRI;

  private RouteFinder() {}

  /// The ways the pod itself names, without looking at the cluster: all but the RuntimeClass.
  public static List<Route> inPod(PodView pod) {
    var found = new ArrayList<Route>(0);
    for (var annotation : pod.annotations().entrySet()) {
      if (RouteAnnotation.read(annotation.getKey(), annotation.getValue())
          instanceof RouteAnnotation.Taken(Route route)) {
        found.add(route);
      }
    }
    // A map has no order of its own, and findings must have one.
    found.sort(Comparator.comparing(Route::path));
    for (ContainerView container : pod.spec().containers()) {
      inContainer(container, found);
    }
    return found;
  }

  private static void inContainer(ContainerView container, List<Route> found) {
    Optional<Entrypoint> entrypoint = container.entrypoint();
    if (entrypoint.isPresent() && entrypoint.get().startsSystemd()) {
      String path = container.path() + "." + entrypoint.get().field();
      found.add(new Route.CrioSystemd(path, entrypoint.get().text()));
    }
    Optional<String> mode = container.security().cgroupMountMode();
    if (mode.isPresent() && asks(container.kind(), mode.get())) {
      String path = container.path() + "." + CgroupOptions.PATH;
      found.add(new Route.CgroupOptions(path, mode.get()));
    }
  }

  /// An ephemeral container may not have the field at all, whatever it says.
  private static boolean asks(ContainerKind kind, String mode) {
    return switch (kind) {
      case INIT, SIDECAR, MAIN -> !mode.equals(CgroupOptions.READ_ONLY);
      case EPHEMERAL -> true;
    };
  }

  /// Annotations that a runtime of tomorrow may take for a route, or for something that changes
  /// the cgroup. They keep a pod that asks from a grant; one that does not ask only hears of them.
  static List<Finding> doubts(PodView pod) {
    var found = new ArrayList<Finding>(0);
    for (var annotation : pod.annotations().entrySet()) {
      if (found.size() < Finding.MOST
          && RouteAnnotation.read(annotation.getKey(), annotation.getValue())
              instanceof RouteAnnotation.Unclear(Finding finding)) {
        found.add(finding);
      }
    }
    found.sort(Comparator.comparing(Finding::path));
    return found;
  }

  /// The same, and the annotations of a runtime that the floor refuses because nobody knows them or
  /// what a plugin makes of them.
  static List<Finding> doubtsOfOrdinary(PodView pod) {
    List<Finding> found = doubts(pod);
    found.addAll(ForbidRuntimeAnnotations.ofOrdinary(pod));
    return found;
  }

  /// Where a container's first word comes from elsewhere, and so may be one that CRI-O takes for
  /// systemd.
  static List<ContainerView> unknownEntrypoints(PodView pod) {
    var found = new ArrayList<ContainerView>(0);
    for (ContainerView container : pod.spec().containers()) {
      Optional<Entrypoint> entrypoint = container.entrypoint();
      if (entrypoint.isPresent()
          && !entrypoint.get().unknown().isEmpty()
          && !entrypoint.get().startsSystemd()) {
        found.add(container);
      }
    }
    return found;
  }

  /// What the names begin with of annotations that are routes.
  public static List<String> prefixes() {
    return List.of(CRIO_KEYS.get(0), CRIO_KEYS.get(1), GKE_KEY, NRI_KEY);
  }

  /// Whether an annotation of this name can be a route.
  static boolean reads(String key) {
    return RouteAnnotation.isOne(key);
  }
}
