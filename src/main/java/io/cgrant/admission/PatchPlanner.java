// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.pod.PodView;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The shortest patch that grants. Empty when nothing is due, so a second call on its own output
/// changes nothing.
public final class PatchPlanner {

  private static final String CLASS = "/spec/runtimeClassName";
  private static final String HOST_USERS = "/spec/hostUsers";
  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String GRANTED_BY = ANNOTATIONS + "/" + PatchOp.escaped(Asking.GRANTED_BY);

  private PatchPlanner() {}

  /// @param pod as it was sent
  public static List<PatchOp> plan(PodView pod, Verdict.Granted granted) {
    var patch = new ArrayList<PatchOp>(3);
    Verdict.Addition addition = granted.addition();
    addition.runtimeClassName().ifPresent(name -> patch.add(new PatchOp.AddText(CLASS, name)));
    addition.hostUsers().ifPresent(value -> patch.add(new PatchOp.AddFlag(HOST_USERS, value)));
    String provenance = granted.policy().provenance();
    if (pod.annotations().isEmpty()) {
      patch.add(new PatchOp.AddMembers(ANNOTATIONS, Map.of(Asking.GRANTED_BY, provenance)));
    } else if (!provenance.equals(pod.annotations().get(Asking.GRANTED_BY))) {
      patch.add(new PatchOp.AddText(GRANTED_BY, provenance));
    }
    return patch;
  }
}
