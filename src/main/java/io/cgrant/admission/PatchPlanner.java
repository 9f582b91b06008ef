// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.pod.PodView;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Policy;
import io.cgrant.policy.RouteFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The shortest patch that grants. Empty when nothing is due, so a second call on its own output
/// changes nothing.
public final class PatchPlanner {

  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String GRANTED_BY = ANNOTATIONS + "/" + escaped(Asking.GRANTED_BY);

  private PatchPlanner() {}

  public static List<PatchOp> plan(PodView pod, Policy granter) {
    var patch = new ArrayList<PatchOp>(3);
    if (pod.spec().runtimeClassName().isEmpty() && asksForClass(pod)) {
      patch.add(new PatchOp.AddText("/spec/runtimeClassName", granter.grant().runtimeClassName()));
    }
    if (pod.spec().hostUsers().isEmpty() && granter.grant().defaultHostUsers()) {
      patch.add(new PatchOp.AddFlag("/spec/hostUsers", false));
    }
    String provenance = granter.provenance();
    if (pod.annotations().isEmpty()) {
      patch.add(new PatchOp.AddMembers(ANNOTATIONS, Map.of(Asking.GRANTED_BY, provenance)));
    } else if (!provenance.equals(pod.annotations().get(Asking.GRANTED_BY))) {
      patch.add(new PatchOp.AddText(GRANTED_BY, provenance));
    }
    return patch;
  }

  /// By its own label, or by its namespace's; a pod that takes another route by itself gets no
  /// class on top of it.
  private static boolean asksForClass(PodView pod) {
    return Asking.of(pod) == Asking.Yes || RouteFinder.inPod(pod).isEmpty();
  }

  /// RFC 6901, section 3.
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
