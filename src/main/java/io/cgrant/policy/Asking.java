// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.Map;

/// How the ask label is read, on a pod and on a namespace.
public enum Asking {
  /// The label is not there.
  Silent,
  /// `"true"`.
  Yes,
  /// `"false"`: opted out.
  No,
  /// Neither: the author meant something, and nobody should guess what.
  Unclear;

  public static final String LABEL = "cgrant.io/writable-cgroup";
  public static final String GRANTED_BY = "cgrant.io/granted-by";

  public static Asking of(PodView pod) {
    return of(pod.labels());
  }

  public static Asking of(Map<String, String> labels) {
    String value = labels.get(LABEL);
    if (value == null) {
      return Silent;
    }
    return switch (value) {
      case "true" -> Yes;
      case "false" -> No;
      default -> Unclear;
    };
  }
}
