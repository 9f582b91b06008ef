// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the exceptions of one policy let pass in one pod.
///
/// For one request, and so for one thread.
final class Exemptions {

  private final List<PolicyException> exceptions;
  private final String namespace;
  private final Instant now;
  private Map<PolicyException, Used> used = Map.of();

  Exemptions(Policy policy, Ask ask, Snapshot snapshot) {
    exceptions = policy.terms().exceptions();
    namespace = ask.subject().namespace();
    now = snapshot.takenAt();
  }

  /// The exception that takes these upon itself.
  Optional<PolicyException> covering(Check check, List<Finding> findings) {
    return exceptions.isEmpty() || findings.isEmpty()
        ? Optional.empty()
        : covering(Requirement.of(check), findings);
  }

  Optional<PolicyException> covering(Optional<Requirement> requirement, List<Finding> findings) {
    if (requirement.isEmpty() || findings.isEmpty()) {
      return Optional.empty();
    }
    for (PolicyException exception : exceptions) {
      if (exception.waives(requirement.get(), namespace, now)) {
        used = used.isEmpty() ? new LinkedHashMap<>() : used;
        used.computeIfAbsent(exception, e -> new Used()).addAll(findings);
        return Optional.of(exception);
      }
    }
    return Optional.empty();
  }

  List<Waiver> waivers() {
    if (used.isEmpty()) {
      return List.of();
    }
    var waivers = new ArrayList<Waiver>(used.size());
    used.forEach((exception, let) -> waivers.add(let.by(exception, now)));
    return waivers;
  }

  /// What one exception lets pass: the first findings, and at least one of each reason, because
  /// the reasons are what is kept of a waiver.
  private static final class Used {

    private final List<Finding> kept = new ArrayList<>();
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    private int more;

    void addAll(List<Finding> findings) {
      for (Finding finding : findings) {
        boolean isNew = reasons.add(finding.reason());
        if (isNew || kept.size() < Finding.MOST) {
          kept.add(finding);
        } else {
          more++;
        }
      }
    }

    Waiver by(PolicyException exception, Instant now) {
      return new Waiver(exception, now, kept, more);
    }
  }
}
