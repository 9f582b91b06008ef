// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Refuses a pod or container without AppArmor where the node has it: `Unconfined`, or anything
/// else than `RuntimeDefault` and `Localhost`, also by the old annotation. Left out is the
/// runtime's default. AppArmor is what keeps a container from mounting the cgroup tree anew.
///
/// Source: Pod Security Standards, baseline, `appArmorProfile`; KEP-24.
///
/// Field: `require.podSecurity`, `Restricted` and `Baseline`.
///
/// Default: forbidden.
///
/// Reasons: `AppArmorNotAllowed`.
///
/// Way out: set the type to `RuntimeDefault` or `Localhost`, or leave the profile out.
public record ForbidUnconfinedAppArmor() implements Check {

  private static final String FIELD = "securityContext.appArmorProfile.type";

  /// The old name, which a kubelet prefers to the pod's field. A container's name follows.
  public static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

  private static final String LOCAL = "localhost/";

  @Override
  public List<Finding> examine(PodView pod) {
    var found = new ArrayList<Finding>(0);
    add(found, "spec." + FIELD, pod.spec().confinement().appArmorType());
    for (ContainerView container : pod.spec().containers()) {
      add(found, container.path() + "." + FIELD, container.security().confinement().appArmorType());
    }
    var annotated = new ArrayList<Finding>(0);
    for (var annotation : pod.annotations().entrySet()) {
      if (annotated.size() < Finding.MOST
          && annotation.getKey().startsWith(ANNOTATION)
          && !isAllowed(annotation.getValue())) {
        String path = "metadata.annotations[" + annotation.getKey() + "]";
        annotated.add(finding(path, annotation.getValue()));
      }
    }
    // A map has no order of its own, and findings must have one.
    annotated.sort(Comparator.comparing(Finding::path));
    found.addAll(annotated);
    return found;
  }

  private static void add(List<Finding> found, String path, Optional<String> type) {
    if (type.isPresent()
        && !type.get().equals("RuntimeDefault")
        && !type.get().equals("Localhost")) {
      found.add(finding(path, type.get()));
    }
  }

  /// Of the annotation, whose values have their own spelling.
  private static boolean isAllowed(String value) {
    return value.isEmpty() || value.equals("runtime/default") || value.startsWith(LOCAL);
  }

  private static Finding finding(String path, String type) {
    return new Finding(
        path,
        Reason.AppArmorNotAllowed,
        "the AppArmor profile is \""
            + type
            + "\"; set RuntimeDefault or Localhost, or leave it out");
  }
}
