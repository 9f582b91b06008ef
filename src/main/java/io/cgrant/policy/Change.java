// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import io.cgrant.policy.check.ForbidRuntimeAnnotations;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// What an update changes, in the gate's eyes.
final class Change {

  private Change() {}

  /// Whether the update changes nothing the gate reads, or only takes away. Such an update is
  /// never judged: a controller must always be able to drop a finalizer from a pod whose policy
  /// has since changed. Until the policies are known, every label may be one they read.
  static boolean isHarmless(Ask ask, Snapshot snapshot) {
    if (ask.operation() != Ask.Operation.UPDATE || ask.old().isEmpty()) {
      return false;
    }
    PodView old = ask.old().get();
    PodView pod = ask.pod();
    return pod.spec().equals(old.spec())
        && addsNothing(old.annotations(), pod.annotations(), Change::readsAnnotation)
        && addsNothing(old.labels(), pod.labels(), key -> readsLabel(key, snapshot));
  }

  private static boolean readsLabel(String key, Snapshot snapshot) {
    return !snapshot.synced() || key.equals(Asking.LABEL) || snapshot.policies().readsPodLabel(key);
  }

  private static boolean readsAnnotation(String key) {
    return RouteFinder.reads(key) || ForbidRuntimeAnnotations.reads(key);
  }

  private static boolean addsNothing(
      Map<String, String> old, Map<String, String> now, Predicate<String> isRead) {
    return now.entrySet().stream()
        .filter(entry -> isRead.test(entry.getKey()))
        .allMatch(entry -> Objects.equals(entry.getValue(), old.get(entry.getKey())));
  }
}
