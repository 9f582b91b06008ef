// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.ArrayList;
import java.util.List;

/// The policies that would grant a pod, in the order in which they are asked: the one that the pod
/// says it was granted by, then those that find nothing, those that need an exception, and those
/// that only tolerate what they find.
///
/// @param record what the pod says it was granted by; empty when that does not count
final class Eligible {

  private final String record;
  private final List<Examination> recorded = new ArrayList<>(0);
  private final List<Examination> content = new ArrayList<>(1);
  private final List<Examination> excepting = new ArrayList<>(0);
  private final List<Examination> tolerating = new ArrayList<>(0);

  Eligible(String record) {
    this.record = record;
  }

  /// Passes over one that would not grant.
  void add(Examination examined) {
    Policy policy = examined.policy();
    if (!examined.unmet().isEmpty()) {
      // The first of them is granted before another is looked at.
      if (policy.enforcement().tolerates() && tolerating.isEmpty()) {
        tolerating.add(examined);
      }
      return;
    }
    if (policy.provenance().equals(record)) {
      recorded.add(examined);
      return;
    }
    (examined.waivers().isEmpty() ? content : excepting).add(examined);
  }

  /// Whether nothing that is added later could come first.
  boolean isSettled() {
    return isCertain(recorded) || record.isEmpty() && isCertain(content);
  }

  private static boolean isCertain(List<Examination> granting) {
    for (Examination examined : granting) {
      if (examined.policy().inquiries().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  List<Examination> inOrder() {
    var all = new ArrayList<Examination>(recorded);
    all.addAll(content);
    all.addAll(excepting);
    all.addAll(tolerating);
    return all;
  }
}
