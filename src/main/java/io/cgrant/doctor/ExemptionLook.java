// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static io.cgrant.doctor.Concern.PodSecurityExemptions;

import io.cgrant.doctor.ClusterFacts.ClusterClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether Pod Security passes over pods of a gated class.
final class ExemptionLook {

  private ExemptionLook() {}

  static void at(ClusterFacts facts, Findings findings) {
    Optional<Set<String>> exempt = facts.exemptClasses();
    if (exempt.isEmpty()) {
      findings.inform(
          PodSecurityExemptions,
          "",
          "no API tells which RuntimeClasses are exempt",
          "give --admission-config the file that kube-apiserver has in"
              + " --admission-control-config-file; without that flag there is no exemption");
      return;
    }
    findings.look(PodSecurityExemptions);
    for (ClusterClass one : facts.classes().orElse(List.of())) {
      if (facts.gatedHandlers().contains(one.handler()) && exempt.get().contains(one.name())) {
        findings.error(
            PodSecurityExemptions,
            one.where(),
            "Pod Security is off for its pods (exemptions.runtimeClasses)",
            "take it out of the exemptions, or be sure that every policy for it has podSecurity:"
                + " Restricted");
      }
    }
  }
}
