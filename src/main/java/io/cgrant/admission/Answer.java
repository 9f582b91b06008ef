// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What goes back to the API server.
///
/// @param denial empty when the request is allowed
/// @param warnings shown to the person by kubectl
/// @param patch empty when nothing is to change
/// @param auditAnnotations kept in the API server's own audit log; of a grant on `/validate` only,
/// because what a second call of `/mutate` says under the same key would be dropped
public record Answer(
    Optional<Denial> denial,
    List<String> warnings,
    List<PatchOp> patch,
    Map<String, String> auditAnnotations) {

  /// An HTTP status as Kubernetes gives it: `403 Forbidden`.
  public record Denial(int code, String reason, String message) {}

  private static final Answer UNTOUCHED =
      new Answer(Optional.empty(), List.of(), List.of(), Map.of());

  /// The whole way from verdict to answer. A template is never refused: it only hears what its
  /// pods would.
  public static Answer to(Ask ask, Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotAsked notAsked -> leave(ask, notAsked);
      case Verdict.Granted granted -> grant(ask, granted);
      case Verdict.Refused(var objections, var routes) -> refuse(ask, objections);
      case Verdict.Undecided undecided -> defer(ask, undecided);
    };
  }

  private static Answer leave(Ask ask, Verdict.NotAsked notAsked) {
    if (!notAsked.unmet().isEmpty()) {
      return warn(Wording.leftOrdinary(ask, notAsked.unmet()));
    }
    return notAsked.doubts().isEmpty() ? UNTOUCHED : warn(Wording.doubted(ask, notAsked.doubts()));
  }

  private static Answer grant(Ask ask, Verdict.Granted granted) {
    return switch (ask.phase()) {
      case Mutate -> patch(PatchPlanner.plan(ask.pod(), granted));
      case Validate ->
          new Answer(
              Optional.empty(),
              remarks(ask, granted),
              List.of(),
              AuditAnnotations.of(ask, granted));
      case Preview -> warn(remarks(ask, granted));
    };
  }

  /// Who is granted by an exception hears of it under every enforcement: it ends.
  private static List<String> remarks(Ask ask, Verdict.Granted granted) {
    boolean silent = granted.policy().enforcement() == Enforcement.Audit;
    var remarks = new ArrayList<>(Wording.excepted(ask, granted));
    remarks.addAll(Wording.unverified(ask, granted));
    remarks.addAll(silent ? List.of() : Wording.tolerated(ask, granted));
    return remarks;
  }

  /// A denial ends the request, so nothing is said later under the same keys of the audit log; a
  /// grant while the pod can still be changed may be followed by another.
  private static Answer refuse(Ask ask, Objections objections) {
    if (ask.phase() == Ask.Phase.Preview) {
      return warn(Wording.wouldBeRefused(ask, objections));
    }
    return new Answer(
        Optional.of(new Denial(403, "Forbidden", Wording.refusal(ask, objections))),
        List.of(),
        List.of(),
        AuditAnnotations.of(ask, objections));
  }

  /// Our own trouble refuses a pod that may be asking, and no other.
  private static Answer defer(Ask ask, Verdict.Undecided undecided) {
    if (!Gate.concerns(ask)) {
      return UNTOUCHED;
    }
    String message = Wording.undecided(ask, undecided);
    if (ask.phase() == Ask.Phase.Preview) {
      return warn(List.of(message));
    }
    return new Answer(
        Optional.of(new Denial(503, "ServiceUnavailable", message)),
        List.of(),
        List.of(),
        AuditAnnotations.of(ask, undecided));
  }

  private static Answer patch(List<PatchOp> patch) {
    return new Answer(Optional.empty(), List.of(), patch, Map.of());
  }

  private static Answer warn(List<String> warnings) {
    return new Answer(Optional.empty(), warnings, List.of(), Map.of());
  }
}
