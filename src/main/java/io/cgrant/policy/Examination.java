// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Requirement;
import java.util.List;
import java.util.Optional;

/// What the requirements of one policy say of a pod.
///
/// @param unmet what stands against a grant
/// @param waivers what would, were it not for an exception
record Examination(Policy policy, Objections unmet, List<Waiver> waivers) {

  private static final Optional<Requirement> RULES = Optional.of(Requirement.rules);

  /// Looks no further where the policy cannot grant any more and enough is said.
  ///
  /// @param pod as it would be stored
  /// @param said against the pod before
  static Examination of(
      Policy policy,
      PodView pod,
      Facts facts,
      Exemptions exemptions,
      Objections.Gathered said,
      Stenographer stenographer) {
    var unmet = new Objections.Gathered();
    for (Check check : policy.checks()) {
      List<Finding> findings = check.examine(pod);
      Optional<PolicyException> waivedBy = exemptions.covering(check, findings);
      stenographer.examined(policy, check, findings, waivedBy);
      if (!findings.isEmpty() && waivedBy.isEmpty()) {
        unmet.addOf(policy, findings);
        if (isEnough(policy, unmet, said) && !stenographer.isThere()) {
          return new Examination(policy, unmet.end(), List.of());
        }
      }
    }
    for (Rule rule : policy.rules()) {
      Optional<Finding> finding = rule.examine(facts);
      List<Finding> findings = finding.isPresent() ? List.of(finding.get()) : List.of();
      Optional<PolicyException> waivedBy = exemptions.covering(RULES, findings);
      stenographer.examined(policy, rule, finding, waivedBy);
      if (waivedBy.isEmpty()) {
        unmet.addOf(policy, findings);
      }
    }
    return new Examination(policy, unmet.end(), exemptions.waivers());
  }

  /// Whether nothing is wrong, without any exception.
  boolean meetsAll() {
    return unmet.isEmpty() && waivers.isEmpty();
  }

  /// The grant that would come of it, with what stands against it as tolerated.
  Verdict.Granted granted() {
    return granted(unmet, List.of());
  }

  Verdict.Granted granted(Objections tolerated, List<Objection> unverified) {
    return new Verdict.Granted(policy, tolerated, Verdict.Addition.NONE, waivers, unverified);
  }

  /// What a tolerant policy grants names its exceptions, so it is examined to the end.
  private static boolean isEnough(
      Policy policy, Objections.Gathered unmet, Objections.Gathered said) {
    return unmet.size() + said.size() >= Objections.MOST && !policy.enforcement().tolerates();
  }
}
