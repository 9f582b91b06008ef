// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import io.cgrant.delegation.CgroupDriver;
import io.cgrant.delegation.Delegation;
import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.delegation.Mounter;
import io.cgrant.delegation.OciRuntime;
import io.cgrant.policy.Route;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The programs and drivers that a node may have behind a route, and for whom each is of use.
///
/// @param runtimes that are possible
/// @param drivers that are possible
record Combinations(Mounter mounter, Set<OciRuntime> runtimes, Set<CgroupDriver> drivers) {

  /// @param handlers that a pod may have; none where it names no RuntimeClass
  static Combinations of(Route.Name route, Set<String> handlers, Set<CgroupDriver> drivers) {
    Mounter mounter = mounter(route);
    Set<OciRuntime> runtimes = EnumSet.noneOf(OciRuntime.class);
    handlers.forEach(handler -> runtimes.addAll(mounter.runtimes(handler)));
    return new Combinations(mounter, handlers.isEmpty() ? mounter.runtimes("") : runtimes, drivers);
  }

  private static Mounter mounter(Route.Name route) {
    return switch (route) {
      case RuntimeClass -> Mounter.Handler;
      case CrioAnnotation, CrioSystemd -> Mounter.Crio;
      case GkeAnnotation -> Mounter.Gke;
      case NriAnnotation -> Mounter.Nri;
      case CgroupOptions -> Mounter.Field;
    };
  }

  /// Those under which it is of use in one of these.
  List<String> working(Set<Namespace> namespaces, User user) {
    return chosen(namespaces, user, true);
  }

  /// Those under which it is of use in none of them.
  List<String> failing(Set<Namespace> namespaces, User user) {
    return chosen(namespaces, user, false);
  }

  List<String> all() {
    var all = new ArrayList<>(working(EnumSet.allOf(Namespace.class), User.Root));
    all.addAll(failing(EnumSet.allOf(Namespace.class), User.Root));
    return all;
  }

  private List<String> chosen(Set<Namespace> namespaces, User user, boolean areWorking) {
    var chosen = new ArrayList<String>();
    for (OciRuntime runtime : runtimes) {
      for (CgroupDriver driver : drivers) {
        boolean works =
            namespaces.stream()
                .anyMatch(one -> Delegation.works(mounter, runtime, driver, one, user));
        if (works == areWorking) {
          chosen.add(runtime + " with driver " + driver);
        }
      }
    }
    return chosen;
  }

  /// As one says it.
  static String who(User user, Set<Namespace> namespaces) {
    String who =
        switch (user) {
          case Root -> "root";
          case Other -> "a user that is not root";
        };
    if (namespaces.size() > 1) {
      return who + ", with or without a user namespace,";
    }
    return who
        + switch (namespaces.iterator().next()) {
          case Own -> " in a user namespace";
          case OfTheNode -> " without a user namespace";
        };
  }

  /// Whether somebody saw who can write, or only read of it.
  boolean isMeasured() {
    return mounter != Mounter.Gke;
  }

  /// What helps where it is of use under some and not under others.
  String toLearn() {
    String unknown =
        drivers.size() > 1
            ? "tell doctor the driver of the nodes with --cgroup-driver"
            : "see which of "
                + String.join(" and ", runtimes.stream().map(OciRuntime::name).toList())
                + " makes the containers there";
    return unknown + "; " + wayOut();
  }

  /// What helps whoever is shut out.
  String wayOut() {
    return switch (mounter) {
      case Gke ->
          "try it, or run as root: GKE speaks of root alone, and KubeRay's sample for GKE runs as"
              + " another user";
      case Handler, Crio, Nri, Field ->
          "run as root in a user namespace under crun, or under runc with the systemd driver";
    };
  }
}
