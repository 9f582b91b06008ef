// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.policy.check.Reason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Of which findings the log holds the sentence: of those that quote nothing of the pod, but tell
/// of the policy or the cluster what the reason and the path do not.
///
/// The others quote names, paths or values as the pod's author wrote them. What of it is secret
/// nobody can tell, and the log is read by others than the pod. A reason that is not named here is
/// not told.
final class Telling {

  private static final Set<Reason> TOLD =
      Collections.unmodifiableSet(
          EnumSet.of(
              Reason.RuleUnmet,
              Reason.RouteNotGranted,
              Reason.RuntimeClassNotFound,
              Reason.RuntimeClassNotGated,
              Reason.NoPolicy,
              Reason.QuotaExceeded,
              Reason.QuotaOnlyAtCreation,
              Reason.QuotaWithoutRecord,
              Reason.AskUnanswered));

  private Telling() {}

  static boolean isTold(Reason reason) {
    return TOLD.contains(reason);
  }
}
