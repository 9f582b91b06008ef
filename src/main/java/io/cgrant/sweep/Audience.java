// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;

/// Hears what a sweep finds, on the sweep's threads and one after the other. Every method must
/// return at once.
@FunctionalInterface
public interface Audience {

  /// What is new of a pod.
  void changed(Change change, Holding holding);

  /// A sweep begins at the first pod. What was heard of one that did not end does not count.
  default void begins() {}

  /// A pod that holds a writable cgroup or was granted one, whether anything is new of it or not.
  default void holds(Holding holding) {}

  /// Every pod was seen.
  default void ends() {}
}
