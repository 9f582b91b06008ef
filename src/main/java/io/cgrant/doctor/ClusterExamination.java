// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.List;

/// What is wrong with a cluster.
public final class ClusterExamination {

  private ClusterExamination() {}

  /// In an order that never changes.
  public static List<Finding> of(ClusterFacts facts) {
    var findings = new Findings();
    facts.registered().ifPresent(r -> RegistrationLook.at(r, facts.now(), findings));
    ClassLook.at(facts, findings);
    NodeLook.at(facts, findings);
    PolicyLook.at(facts, findings);
    ExemptionLook.at(facts, findings);
    VoidLook.at(facts, findings);
    return findings.all();
  }
}
