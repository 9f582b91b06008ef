// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import io.cgrant.access.Caller;
import io.cgrant.access.Callers;
import io.cgrant.access.Deed;
import io.cgrant.access.Identity;
import io.cgrant.access.Rights;
import io.cgrant.crd.WritableCgroupPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets in who may see what they ask for: as `kubectl get` would let them see it.
public final class Doorkeeper {

  private static final Deed LIST_POLICIES =
      Deed.list(WritableCgroupPolicy.GROUP, WritableCgroupPolicy.PLURAL);
  private static final Deed LIST_CLASSES = Deed.list("node.k8s.io", "runtimeclasses");

  private final Callers callers;
  private final Rights rights;

  public Doorkeeper(Callers callers, Rights rights) {
    this.callers = callers;
    this.rights = rights;
  }

  /// What comes of it.
  sealed interface Admission {

    /// @param subject for whom is asked: the caller, or somebody whom the caller may impersonate
    record In(Caller caller, Caller subject) implements Admission {}

    record Out(Reply reply) implements Admission {}
  }

  /// Blocks.
  Admission admit(Question question) {
    return switch (callers.of(question.token())) {
      case Identity.Known(var caller) -> admit(question, caller);
      case Identity.Unknown unknown ->
          out(
              ApiOutcome.NotAuthenticated,
              "the API server does not know this token, or it is for another audience or has ended;"
                  + " make one by kubectl create token ACCOUNT --audience=cgrant, or with the"
                  + " audience that cgrant.api.audiences names");
      case Identity.NotAsked busy ->
          out(ApiOutcome.Busy, "too many tokens came at once; try again");
    };
  }

  private Admission admit(Question question, Caller caller) {
    var deeds = new ArrayList<>(deeds(question));
    question.subject().ifPresent(s -> deeds.addAll(Caller.deedsToBe(s.username(), s.groups())));
    Optional<Reply> refused = refused(caller, deeds);
    if (refused.isPresent()) {
      return new Admission.Out(refused.get());
    }
    Caller subject =
        question.subject().map(s -> Caller.impersonated(s.username(), s.groups())).orElse(caller);
    return new Admission.In(caller, subject);
  }

  /// For explain, what can be known before the manifest is read.
  private static List<Deed> deeds(Question question) {
    return switch (question.route()) {
      case Explain -> List.of(LIST_POLICIES, LIST_CLASSES);
      case Grants -> List.of(Deed.listPods(question.parameter("namespace", "")), LIST_POLICIES);
      case Policies -> List.of(LIST_POLICIES);
      case OpenApi -> List.of();
    };
  }

  /// Blocks. Why a caller is not shown something.
  Optional<Reply> refused(Caller caller, List<Deed> deeds) {
    return rights
        .missing(caller, deeds)
        .map(
            deed ->
                Problem.of(
                    ApiOutcome.Forbidden,
                    "\""
                        + caller.username()
                        + "\" may not "
                        + deed.sentence()
                        + "; ask for a role that allows it"));
  }

  private static Admission out(ApiOutcome outcome, String detail) {
    return new Admission.Out(Problem.of(outcome, detail));
  }
}
