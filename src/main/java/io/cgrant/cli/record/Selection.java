// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which records are wanted. What is empty takes all; within one, any of them is enough.
///
/// @param since the earliest, itself among them
/// @param until the first that is too late
public record Selection(
    Set<String> namespaces,
    Set<DecisionRecord.Verdict> verdicts,
    Set<String> policies,
    Set<String> reasons,
    Set<String> users,
    Optional<Instant> since,
    Optional<Instant> until)
    implements Predicate<DecisionRecord> {

  @Override
  public boolean test(DecisionRecord record) {
    return since.filter(record.time()::isBefore).isEmpty()
        && until.filter(end -> !record.time().isBefore(end)).isEmpty()
        && (namespaces.isEmpty() || namespaces.contains(record.text("namespace")))
        && (verdicts.isEmpty() || record.isOneOf(verdicts))
        && isAnyOf(policies, record.policies())
        && isAnyOf(reasons, record.reasons())
        && (users.isEmpty() || users.contains(record.text("user")) || users.contains(record.who()));
  }

  private static boolean isAnyOf(Set<String> wanted, Set<String> there) {
    return wanted.isEmpty() || there.stream().anyMatch(wanted::contains);
  }
}
