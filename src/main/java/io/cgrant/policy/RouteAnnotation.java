// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.Optional;

/// What an annotation says whose name begins like that of a route.
///
/// CRI-O and the NRI plugin take `true` and nothing else, to the byte. Where CRI-O's new name says
/// `false` and the old one `true`, the old one still counts, since a CRI-O before 1.35 reads only
/// that. How GKE reads its own is not public, so whatever does not say `false` counts.
///
/// Source: CRI-O `addOCIBindMounts` and `pkg/annotations/v2`; NRI plugin `writable-cgroups`; GKE's
/// how-to.
sealed interface RouteAnnotation {

  /// It takes the route.
  record Taken(Route route) implements RouteAnnotation {}

  /// It says `false`, or is none of a route's.
  record Nothing() implements RouteAnnotation {
    private static final Nothing NOTHING = new Nothing();
  }

  /// No runtime known today takes it for a route, and nobody should guess.
  record Unclear(Finding finding) implements RouteAnnotation {}

  /// CRI-O's old name (1.23).
  String CRIO_OLD = "io.kubernetes.cri-o.cgroup2-mount-hierarchy-rw";

  /// CRI-O's new name (1.35).
  String CRIO_NEW = "cgroup2-mount-hierarchy-rw.crio.io";

  String GKE = "node.gke.io/enable-writable-cgroups";
  String NRI = "writable-cgroups.noderesource.dev";

  /// Whether the name begins like that of a route.
  static boolean isOne(String key) {
    return key.startsWith(CRIO_OLD)
        || key.startsWith(CRIO_NEW)
        || key.startsWith(GKE)
        || key.startsWith(NRI);
  }

  static RouteAnnotation read(String key, String value) {
    if (!isOne(key) || value.equals("false")) {
      return Nothing.NOTHING;
    }
    Optional<Route> route = route(key);
    if (route.isEmpty()) {
      return unclear(key, "its name is like that of a route, and cgrant knows none of it");
    }
    if (value.equals("true") || key.startsWith(GKE)) {
      return new Taken(route.get());
    }
    return unclear(
        key,
        "it says \""
            + value
            + "\", and the runtimes of today take only \"true\"; write \"true\" or \"false\"");
  }

  /// By the name alone: that of the whole pod, or the form for one container.
  private static Optional<Route> route(String key) {
    if (key.startsWith(GKE)) {
      return isOf(key, GKE) ? Optional.of(new Route.GkeAnnotation(key)) : Optional.empty();
    }
    if (key.startsWith(NRI)) {
      boolean known =
          key.equals(NRI) || key.equals(NRI + "/pod") || key.startsWith(NRI + "/container.");
      return known ? Optional.of(new Route.NriAnnotation(key)) : Optional.empty();
    }
    boolean known = isOf(key, CRIO_OLD) || isOf(key, CRIO_NEW);
    return known ? Optional.of(new Route.CrioAnnotation(key)) : Optional.empty();
  }

  private static boolean isOf(String key, String name) {
    if (!key.startsWith(name)) {
      return false;
    }
    char next = key.length() == name.length() ? '/' : key.charAt(name.length());
    return next == '/' || next == '.';
  }

  private static Unclear unclear(String key, String what) {
    return new Unclear(
        new Finding(
            Route.annotation(key), Reason.RouteUnclear, what + ", or remove the annotation"));
  }
}
