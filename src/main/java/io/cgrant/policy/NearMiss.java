// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.List;
import java.util.StringJoiner;

/// A policy that selects a pod and yet does not speak for it, since a condition of it is false.
record NearMiss(Policy policy, Condition condition) {

  private static final int MOST_TOLD = 3;

  /// As the beginning of a sentence. The name of the policy comes early: a warning is cut in the
  /// middle.
  ///
  /// @param all at least one
  static String told(List<NearMiss> all) {
    var told = new StringJoiner("; ");
    for (NearMiss one : all.subList(0, Math.min(MOST_TOLD, all.size()))) {
      told.add(one.told());
    }
    int more = all.size() - MOST_TOLD;
    if (more > 0) {
      told.add("so it is with " + more + " more");
    }
    return told.toString();
  }

  /// The condition's name and not its text: that may be what keeps the tenants of one policy apart,
  /// and is none of the others' business.
  private String told() {
    return "policy \""
        + policy.name()
        + "\" does not speak for this pod, since its condition \""
        + condition.name()
        + "\" is false";
  }
}
