// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import java.util.List;
import java.util.Optional;

/// Writes down how a decision is made, for whoever wants more than the verdict. It has no say in
/// it.
interface Stenographer {

  /// In the webhook, where the verdict is all that is wanted.
  Stenographer NOBODY =
      new Stenographer() {
        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public void begins(Hearing hearing) {}

        @Override
        public void ofFloor(Check check, List<Finding> findings) {}

        @Override
        public void ofFloor(List<Finding> findings) {}

        @Override
        public void isMissed(NearMiss miss) {}

        @Override
        public void beyondGrant(Policy policy, List<Objection> objections) {}

        @Override
        public void examined(
            Policy policy,
            Check check,
            List<Finding> findings,
            Optional<PolicyException> waivedBy) {}

        @Override
        public void examined(
            Policy policy,
            Rule rule,
            Optional<Finding> finding,
            Optional<PolicyException> waivedBy) {}
      };

  /// Whether every policy and every check is to be heard, also where no more is needed to decide.
  boolean isThere();

  /// What was written before counts no more: the pod is heard again, as it will be stored.
  void begins(Hearing hearing);

  void ofFloor(Check check, List<Finding> findings);

  /// What no policy can waive and no check finds.
  void ofFloor(List<Finding> findings);

  void isMissed(NearMiss miss);

  /// The beginning of every policy that speaks for the pod.
  void beyondGrant(Policy policy, List<Objection> objections);

  void examined(
      Policy policy, Check check, List<Finding> findings, Optional<PolicyException> waivedBy);

  void examined(
      Policy policy, Rule rule, Optional<Finding> finding, Optional<PolicyException> waivedBy);
}
