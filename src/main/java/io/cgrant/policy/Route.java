// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A way a pod gets a writable cgroup file system, with the place in the pod that takes it.
public sealed interface Route {

  /// The field that takes this way, as `spec.runtimeClassName`.
  String path();

  /// The name a policy grants it by.
  default Name name() {
    return switch (this) {
      case RuntimeClass r -> Name.RuntimeClass;
      case CrioAnnotation r -> Name.CrioAnnotation;
      case CrioSystemd r -> Name.CrioSystemd;
      case GkeAnnotation r -> Name.GkeAnnotation;
      case NriAnnotation r -> Name.NriAnnotation;
      case CgroupOptions r -> Name.CgroupOptions;
    };
  }

  /// The names of these, each once, in their order.
  static Set<Name> names(List<Route> routes) {
    Set<Name> names = EnumSet.noneOf(Name.class);
    for (Route route : routes) {
      names.add(route.name());
    }
    return Collections.unmodifiableSet(names);
  }

  /// The names of the six ways, as they are written in `grant.routes`.
  enum Name {
    RuntimeClass,
    CrioAnnotation,
    CrioSystemd,
    GkeAnnotation,
    NriAnnotation,
    CgroupOptions
  }

  /// A RuntimeClass, under whatever name, whose handler is gated.
  record RuntimeClass(String className, String handler) implements Route {
    @Override
    public String path() {
      return "spec.runtimeClassName";
    }
  }

  /// CRI-O's annotation, in its old or its new spelling.
  record CrioAnnotation(String key) implements Route {
    @Override
    public String path() {
      return annotation(key);
    }
  }

  /// An entrypoint that CRI-O takes for systemd, and so mounts the cgroup writable for.
  record CrioSystemd(String path, String entrypoint) implements Route {}

  /// GKE's annotation for one container.
  record GkeAnnotation(String key) implements Route {
    @Override
    public String path() {
      return annotation(key);
    }
  }

  /// The annotation of the NRI plugin `writable-cgroups`.
  record NriAnnotation(String key) implements Route {
    @Override
    public String path() {
      return annotation(key);
    }
  }

  /// The field of KEP-5474.
  record CgroupOptions(String path, String mountMode) implements Route {}

  /// Where an annotation stands in a pod.
  static String annotation(String key) {
    return "metadata.annotations[" + key + "]";
  }
}
