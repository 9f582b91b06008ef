// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether what a grant depends on beside the pod holds.
sealed interface Standing {

  /// @param unverified what nobody could be asked about; only where no pod is about to be stored
  record Good(List<Objection> unverified) implements Standing {}

  record Bad(List<Objection> objections) implements Standing {}

  /// It must be asked first.
  record Unheard(Inquiry inquiry) implements Standing {}

  Standing UNCONDITIONAL = new Good(List.of());

  static Standing of(Policy policy, Ask ask, Testimony testimony) {
    List<Inquiry> inquiries = policy.inquiries();
    if (inquiries.isEmpty()) {
      return UNCONDITIONAL;
    }
    var unverified = new ArrayList<Objection>(0);
    for (Inquiry inquiry : inquiries) {
      List<Finding> answer;
      Optional<List<Finding>> known = withoutAsking(inquiry, policy, ask);
      if (known.isPresent()) {
        answer = known.get();
      } else if (testimony.on(inquiry).isPresent()) {
        answer = testimony.on(inquiry).get();
      } else if (testimony.isToBeHad() || ask.phase() != Ask.Phase.Preview) {
        return new Unheard(inquiry);
      } else {
        unverified.add(Objection.of(policy, notLookedAt(inquiry)));
        continue;
      }
      if (!answer.isEmpty()) {
        return new Bad(answer.stream().map(f -> Objection.of(policy, f)).toList());
      }
    }
    return new Good(unverified);
  }

  private static Optional<List<Finding>> withoutAsking(Inquiry inquiry, Policy policy, Ask ask) {
    return switch (inquiry) {
      case Inquiry.Permission permission -> Optional.empty();
      case Inquiry.Room room -> roomWithoutCounting(policy, ask);
    };
  }

  /// Pods are counted by the record of their grant, which only their creation can write. So one
  /// without it would hold a grant that nobody counts.
  private static Optional<List<Finding>> roomWithoutCounting(Policy policy, Ask ask) {
    // A template that is changed makes new pods.
    if (ask.operation() == Ask.Operation.UPDATE && ask.phase() != Ask.Phase.Preview) {
      boolean holds = ask.old().filter(old -> isRecordedIn(policy, old.annotations())).isPresent();
      return Optional.of(holds ? List.of() : List.of(Grounds.quotaOnlyAtCreation(policy)));
    }
    boolean isFinal = ask.phase() == Ask.Phase.Validate;
    return isFinal && !isRecordedIn(policy, ask.pod().annotations())
        ? Optional.of(List.of(Grounds.quotaWithoutRecord(policy)))
        : Optional.empty();
  }

  /// Under whatever generation.
  private static boolean isRecordedIn(Policy policy, Map<String, String> annotations) {
    return Policy.isNamedBy(annotations.getOrDefault(Asking.GRANTED_BY, ""), policy.name());
  }

  private static Finding notLookedAt(Inquiry inquiry) {
    return switch (inquiry) {
      case Inquiry.Room room ->
          new Finding(
              Ask.Subject.NAMESPACE_PATH,
              Reason.QuotaNotCounted,
              "without a cluster nobody knows how many of its "
                  + room.quota().podsPerNamespace()
                  + " pods the namespace has");
      case Inquiry.Permission permission ->
          new Finding(
              "spec.serviceAccountName",
              Reason.PermissionNotChecked,
              "without a cluster nobody knows whether the author and the ServiceAccount may use the"
                  + " policy");
    };
  }
}
