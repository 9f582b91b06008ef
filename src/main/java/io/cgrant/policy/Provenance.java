// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.List;
import java.util.Optional;

/// Guards the annotation that says which policy granted a pod. It is evidence, so nobody but
/// cgrant writes it: an auditor reads it long after the request is over.
final class Provenance {

  private static final String PATH = "metadata.annotations[" + Asking.GRANTED_BY + "]";

  private Provenance() {}

  /// Whether it is there, or was.
  static boolean isRecorded(Ask ask) {
    return ask.pod().annotations().containsKey(Asking.GRANTED_BY)
        || ask.old().filter(old -> old.annotations().containsKey(Asking.GRANTED_BY)).isPresent();
  }

  /// Whether an update sets, changes or removes it.
  static Optional<Verdict> tampering(Ask ask) {
    if (ask.operation() != Ask.Operation.UPDATE || ask.old().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> before = written(ask.old().get().annotations().get(Asking.GRANTED_BY));
    Optional<String> now = written(ask.pod().annotations().get(Asking.GRANTED_BY));
    if (before.equals(now)) {
      return Optional.empty();
    }
    return Optional.of(
        refused(
            Reason.GrantedByChanged,
            "the annotation is "
                + before.map(v -> "\"" + v + "\"").orElse("not there")
                + " and would "
                + now.map(v -> "become \"" + v + "\"").orElse("be removed")
                + "; leave it as it is, since it records how the pod was granted"));
  }

  /// The same verdict, or a refusal where the pod claims another grant than it has. While the pod
  /// can still be changed, a grant overwrites whatever is there.
  static Verdict checked(Ask ask, Verdict verdict) {
    Optional<String> claimed = written(ask.pod().annotations().get(Asking.GRANTED_BY));
    if (claimed.isEmpty() || ask.operation() != Ask.Operation.CREATE) {
      return verdict;
    }
    return switch (verdict) {
      case Verdict.NotAsked untouched ->
          ask.phase() == Ask.Phase.Mutate ? verdict : unfounded(claimed.get());
      case Verdict.Granted granted ->
          ask.canAmend() || claimed.get().equals(granted.policy().provenance())
              ? verdict
              : mistaken(claimed.get(), granted.policy().provenance()).by(granted.routes());
      case Verdict.Refused refused -> verdict;
      case Verdict.Undecided undecided -> verdict;
    };
  }

  private static Verdict unfounded(String claimed) {
    return refused(
        Reason.GrantedByForged,
        "the annotation says \""
            + claimed
            + "\", but the pod asks for no writable cgroup and has no grant; remove it");
  }

  private static Verdict mistaken(String claimed, String granter) {
    return refused(
        Reason.GrantedByForged,
        "the annotation says \""
            + claimed
            + "\", but the policy that grants is \""
            + granter
            + "\"; leave the annotation out, or try again if a policy has just changed");
  }

  private static Verdict refused(Reason reason, String detail) {
    return new Verdict.Refused(List.of(Objection.ofFloor(new Finding(PATH, reason, detail))));
  }

  private static Optional<String> written(String value) {
    return Optional.ofNullable(value);
  }
}
