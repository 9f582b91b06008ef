// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Entrypoint;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds every way a pod takes to a writable cgroup.
///
/// What looks like a route is one: a key of a known family counts whatever its value, unless it
/// says `false`. The sources are CRI-O's `pkg/annotations/v2`, its `WillRunSystemd`, GKE's
/// how-to, the NRI plugin and KEP-5474.
public final class RouteFinder {

  /// CRI-O's old name (1.23) and new name (1.35).
  public static final List<String> CRIO_KEYS =
      List.of(
          "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw", "cgroup2-mount-hierarchy-rw.crio.io");

  public static final String GKE_KEY = "node.gke.io/enable-writable-cgroups";
  public static final String NRI_KEY = "writable-cgroups.noderesource.dev";

  /// The one mode of KEP-5474 that narrows instead of asking.
  private static final String READ_ONLY = "ReadOnly";

  private RouteFinder() {}

  /// The ways the pod itself names, without looking at the cluster: all but the RuntimeClass.
  public static List<Route> inPod(PodView pod) {
    var found = new ArrayList<Route>(0);
    for (var annotation : pod.annotations().entrySet()) {
      byAnnotation(annotation.getKey(), annotation.getValue()).ifPresent(found::add);
    }
    // A map has no order of its own, and findings must have one.
    found.sort(Comparator.comparing(Route::path));
    for (ContainerView container : pod.spec().containers()) {
      Optional<Entrypoint> entrypoint = container.entrypoint();
      if (entrypoint.isPresent() && startsSystemd(entrypoint.get().text())) {
        String path = container.path() + "." + entrypoint.get().field();
        found.add(new Route.CrioSystemd(path, entrypoint.get().text()));
      }
      Optional<String> mode = container.security().cgroupMountMode();
      if (mode.isPresent() && !mode.get().equals(READ_ONLY)) {
        String path = container.path() + ".securityContext.cgroupOptions.mountMode";
        found.add(new Route.CgroupOptions(path, mode.get()));
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
    return isCrio(key) || key.startsWith(GKE_KEY) || key.startsWith(NRI_KEY);
  }

  private static boolean isCrio(String key) {
    return key.startsWith(CRIO_KEYS.get(0)) || key.startsWith(CRIO_KEYS.get(1));
  }

  private static Optional<Route> byAnnotation(String key, String value) {
    if (value.equals("false")) {
      return Optional.empty();
    }
    if (isCrio(key)) {
      return Optional.of(new Route.CrioAnnotation(key));
    }
    if (key.startsWith(GKE_KEY)) {
      return Optional.of(new Route.GkeAnnotation(key));
    }
    if (key.startsWith(NRI_KEY)) {
      return Optional.of(new Route.NriAnnotation(key));
    }
    return Optional.empty();
  }

  /// CRI-O `WillRunSystemd`: the substring `/sbin/init` anywhere, or the base name `systemd`.
  private static boolean startsSystemd(String entrypoint) {
    String base = entrypoint.substring(entrypoint.lastIndexOf('/') + 1);
    return entrypoint.contains("/sbin/init") || base.equals("systemd");
  }
}
