// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.sweep;

import io.cgrant.drift.Holding;
import io.cgrant.drift.Inspection;
import io.cgrant.drift.StoredPod;
import io.cgrant.manifest.Unreadable;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/// A look at one pod of many. One that our judgement stumbles over must not hide all others.
final class PodLook {

  private PodLook() {}

  /// @return empty for a pod that holds none and was granted none
  /// @throws Unreadable when nobody can tell
  /// @throws KubernetesClientException when the API server could not be asked, as about the next
  static Optional<Holding> at(StoredPod pod, TodaySource today) {
    try {
      return Inspection.of(pod, today.in(pod.namespace()));
    } catch (KubernetesClientException | Unreadable e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new Unreadable("cgrant failed on a pod of namespace " + pod.namespace() + ": " + e);
    }
  }
}
