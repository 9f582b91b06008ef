// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import io.cgrant.policy.check.ForbidUnconfinedAppArmor;
import java.util.Map;

/// What an update changes, in the gate's eyes.
final class Change {

  private Change() {}

  /// Whether the update changes nothing the gate reads, or only takes away. Such an update is
  /// never judged: a controller must always be able to drop a finalizer from a pod whose policy
  /// has since changed. Labels that a policy's `podSelector` looks at are read when the pod is
  /// created: changed later, they change nothing on the node.
  static boolean isHarmless(Ask ask) {
    if (ask.operation() != Ask.Operation.UPDATE || ask.old().isEmpty()) {
      return false;
    }
    PodView old = ask.old().get();
    PodView pod = ask.pod();
    return pod.spec().equals(old.spec())
        && isKept(Asking.LABEL, pod.labels(), old.labels())
        && annotationsAreKept(pod.annotations(), old.annotations());
  }

  /// Whether an annotation of this name is one the gate looks at.
  static boolean readsAnnotation(String key) {
    return RouteFinder.reads(key)
        || ForbidRuntimeAnnotations.reads(key)
        || key.startsWith(ForbidUnconfinedAppArmor.ANNOTATION)
        || key.equals(Asking.GRANTED_BY);
  }

  private static boolean annotationsAreKept(Map<String, String> now, Map<String, String> old) {
    for (String key : now.keySet()) {
      if (readsAnnotation(key) && !isKept(key, now, old)) {
        return false;
      }
    }
    return true;
  }

  /// As it was, or gone.
  private static boolean isKept(String key, Map<String, String> now, Map<String, String> old) {
    String value = now.get(key);
    return value == null || value.equals(old.get(key));
  }
}
