// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the requirements of one policy say of a pod.
///
/// @param unmet what stands against a grant
/// @param waivers what would, were it not for an exception
record Examination(Policy policy, List<Objection> unmet, List<Waiver> waivers) {

  /// @param pod as it would be stored
  static Examination of(Policy policy, PodView pod, Facts facts, Exemptions exemptions) {
    var unmet = new ArrayList<Objection>(0);
    for (Check check : policy.checks()) {
      List<Finding> findings = check.examine(pod);
      if (!findings.isEmpty() && !exemptions.cover(check, findings)) {
        add(policy, findings, unmet);
      }
    }
    for (Rule rule : policy.rules()) {
      Optional<Finding> finding = rule.examine(facts);
      if (finding.isPresent()) {
        List<Finding> findings = List.of(finding.get());
        if (!exemptions.cover(Optional.of(Requirement.rules), findings)) {
          add(policy, findings, unmet);
        }
      }
    }
    return new Examination(policy, unmet, exemptions.waivers());
  }

  /// Whether nothing is wrong, without any exception.
  boolean meetsAll() {
    return unmet.isEmpty() && waivers.isEmpty();
  }

  /// The grant that would come of it, with what stands against it as tolerated.
  Verdict.Granted granted() {
    return granted(unmet, List.of());
  }

  Verdict.Granted granted(List<Objection> tolerated, List<Objection> unverified) {
    return new Verdict.Granted(policy, tolerated, Verdict.Addition.NONE, waivers, unverified);
  }

  private static void add(Policy policy, List<Finding> findings, List<Objection> unmet) {
    for (Finding finding : findings) {
      unmet.add(Objection.of(policy, finding));
    }
  }
}
