// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.ArrayList;
import java.util.Comparator;

/// A Binding, which gives a pod its node. The API server copies its annotations, and from 1.33 its
/// labels, onto the pod after the pod was judged, and no other admission sees the result. No
/// scheduler sends what would take a route, so a Binding that does is refused.
///
/// Source: Kubernetes, `pkg/registry/core/pod/storage`, `setPodNodeAndMetadata`.
final class Binding {

  private Binding() {}

  static Verdict verdict(Ask ask) {
    var objections = new ArrayList<Objection>(0);
    for (String key : ask.pod().annotations().keySet()) {
      if (Change.readsAnnotation(key)) {
        objections.add(carries("metadata.annotations[" + key + "]", "annotation"));
      }
    }
    if (ask.pod().labels().containsKey(Asking.LABEL)) {
      objections.add(carries("metadata.labels[" + Asking.LABEL + "]", "label"));
    }
    objections.sort(Comparator.comparing(o -> o.finding().path()));
    return objections.isEmpty() ? Verdict.NotAsked.UNTOUCHED : new Verdict.Refused(objections);
  }

  private static Objection carries(String path, String what) {
    return Objection.ofFloor(
        new Finding(
            path,
            Reason.BindingCarriesRoute,
            "the API server copies this "
                + what
                + " onto a pod that was judged without it; remove it, and set it where the pod is"
                + " created"));
  }
}
