// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.PodView;
import java.util.List;
import java.util.Set;

/// TODO
public record RequireQosClass(Set<RequireQosClass.QosClass> allowed) implements Check {
  public static final RequireQosClass STRICT =
      new RequireQosClass(Set.of(QosClass.Guaranteed, QosClass.Burstable));

  @Override
  public List<Finding> examine(PodView pod) {
    return List.of();
  }

  public enum QosClass {
    Guaranteed,
    Burstable,
    BestEffort
  }
}
