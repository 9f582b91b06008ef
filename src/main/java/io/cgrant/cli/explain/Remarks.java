// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.explain;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Policy;
import io.cgrant.policy.Snapshot;
import java.util.ArrayList;
import java.util.List;

/// What a replay cannot know.
final class Remarks {

  private Remarks() {}

  static List<String> on(Ask ask, Snapshot snapshot) {
    var remarks = new ArrayList<String>();
    remarks.add(
        "replayed as a creation now: who created the object is not known, so expressions see an"
            + " empty request.userInfo, and neither RBAC nor a quota is asked");
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
