// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Manuscript;
import java.util.Map;
import java.util.Optional;

/// The words of a pod without those of the request that made it, which nobody kept. Remembers
/// whether an expression wanted them: what such a policy says of the pod today is then worth
/// nothing.
final class Unaccompanied implements Manuscript {

  private final Manuscript pod;
  private boolean isMissed;

  Unaccompanied(Manuscript pod) {
    this.pod = pod;
  }

  boolean isMissed() {
    return isMissed;
  }

  @Override
  public Optional<Map<String, Object>> pod(Object forNull) {
    return pod.pod(forNull);
  }

  @Override
  public Optional<Map<String, Object>> oldPod(Object forNull) {
    return Optional.empty();
  }

  @Override
  public Optional<Map<String, Object>> request(Object forNull) {
    isMissed = true;
    return Optional.empty();
  }
}
