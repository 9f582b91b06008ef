// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.cgrant.policyreport.PodResult.Key;
import io.cgrant.policyreport.PodResult.Outcome;
import java.util.ArrayList;
import java.util.List;

/// What one namespace is told.
///
/// @param results of the first pods, those that fail before those that are only warned of
/// @param failed how many pods fail, also those without a result
/// @param warned how many are warned of, likewise
record NamespaceFindings(List<PodResult> results, int failed, int warned) {

  NamespaceFindings {
    results = List.copyOf(results);
  }

  /// Of all results that its report has.
  List<Key> keys() {
    var keys = new ArrayList<Key>();
    results.forEach(result -> keys.add(result.key()));
    if (more() > 0) {
      keys.add(ReportBody.MORE);
    }
    return keys;
  }

  /// How many pods have no result.
  int more() {
    return failed + warned - results.size();
  }

  /// How many of those fail.
  int moreFailed() {
    return failed
        - (int) results.stream().filter(result -> result.outcome() == Outcome.Fail).count();
  }
}
