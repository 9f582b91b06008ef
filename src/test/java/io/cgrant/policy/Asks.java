// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.Optional;

/// Requests for tests, about a pod in namespace `ml-prod`.
public final class Asks {

  public static final Ask.Subject POD = new Ask.Subject("Pod", "ml-prod", "head", "", "");

  public static final Ask.Subject DEPLOYMENT =
      new Ask.Subject("Deployment", "ml-prod", "head", "", "spec.template.");

  private Asks() {}

  /// A creation seen by `/mutate`.
  public static Ask mutate(PodView pod) {
    return of(Ask.Phase.Mutate, Ask.Operation.CREATE, POD, pod, Optional.empty());
  }

  /// A creation seen by `/validate`.
  public static Ask validate(PodView pod) {
    return of(Ask.Phase.Validate, Ask.Operation.CREATE, POD, pod, Optional.empty());
  }

  /// An update seen by `/validate`.
  public static Ask update(PodView old, PodView pod) {
    return of(Ask.Phase.Validate, Ask.Operation.UPDATE, POD, pod, Optional.of(old));
  }

  /// A Deployment's template.
  public static Ask preview(PodView pod) {
    return of(Ask.Phase.Preview, Ask.Operation.CREATE, DEPLOYMENT, pod, Optional.empty());
  }

  public static Ask of(
      Ask.Phase phase,
      Ask.Operation operation,
      Ask.Subject subject,
      PodView pod,
      Optional<PodView> old) {
    return new Ask("uid-1", phase, operation, subject, pod, old, Ask.Requester.NOBODY, false);
  }

  public static Ask by(Ask ask, Ask.Requester requester) {
    return new Ask(
        ask.uid(),
        ask.phase(),
        ask.operation(),
        ask.subject(),
        ask.pod(),
        ask.old(),
        requester,
        ask.dryRun());
  }
}
