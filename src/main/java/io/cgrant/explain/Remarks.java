// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What cannot be known, and what a reader should know.
final class Remarks {

  private Remarks() {}

  static List<String> ofReplay(Ask ask, Snapshot snapshot) {
    return of(
        "replayed as a creation now: who created the object is not known, so expressions see an"
            + " empty request.userInfo, and neither RBAC nor a quota is asked",
        ask,
        snapshot);
  }

  static List<String> ofReplica(Ask ask, Snapshot snapshot, Duration age) {
    String who = "\"" + ask.requester().username() + "\"";
    boolean isTemplate = !ask.subject().podPath().isEmpty();
    return of(
        "decided as a creation now by "
            + who
            + ", on what this replica knew "
            + age.toSeconds()
            + " s ago; RBAC and quotas were asked"
            + (isTemplate
                ? ", and since a controller would create the pod, expressions see an empty"
                    + " request.userInfo"
                : ""),
        ask,
        snapshot);
  }

  private static List<String> of(String beginning, Ask ask, Snapshot snapshot) {
    var remarks = new ArrayList<String>();
    remarks.add(beginning);
    String recorded = ask.pod().annotations().getOrDefault(Asking.GRANTED_BY, "");
    if (!recorded.isEmpty()) {
      remarks.add(
          "the pod carries the record of a grant by \""
              + recorded
              + "\"; "
              + since(recorded, snapshot));
    }
    return remarks;
  }

  private static String since(String recorded, Snapshot snapshot) {
    for (Policy policy : snapshot.policies().ordered()) {
      if (Policy.isNamedBy(recorded, policy.name())) {
        return policy.provenance().equals(recorded)
            ? "the policy has not been changed since"
            : "the policy is \""
                + policy.provenance()
                + "\" now, so it may have said something else";
      }
    }
    return "there is no such policy now";
  }
}
