// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.pod.PodSpec;
import io.cgrant.pod.PodView;
import io.cgrant.policy.Asking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pod as the API server leaves it after our patch. Knows four paths; any other is a failure.
final class Patched {

  private Patched() {}

  static PodView by(List<PatchOp> patch, PodView pod) {
    PodView patched = pod;
    for (PatchOp op : patch) {
      patched = by(op, patched);
    }
    return patched;
  }

  private static PodView by(PatchOp op, PodView pod) {
    PodSpec spec = pod.spec();
    return switch (op) {
      case PatchOp.AddText(var path, var value) when path.equals("/spec/runtimeClassName") ->
          pod.withSpec(spec.withRuntimeClass(value));
      case PatchOp.AddFlag(var path, var value) when path.equals("/spec/hostUsers") && !value ->
          pod.withSpec(spec.withUserNamespace());
      case PatchOp.AddMembers(var path, var value) when path.equals("/metadata/annotations") ->
          annotated(pod, value);
      case PatchOp.AddText(var path, var value)
          when path.equals("/metadata/annotations/cgrant.io~1granted-by") ->
          annotated(pod, with(pod.annotations(), value));
      case PatchOp.AddText text -> throw new AssertionError(text);
      case PatchOp.AddFlag flag -> throw new AssertionError(flag);
      case PatchOp.Remove remove -> throw new AssertionError(remove);
      case PatchOp.AddMembers members -> throw new AssertionError(members);
    };
  }

  private static Map<String, String> with(Map<String, String> annotations, String provenance) {
    var all = new HashMap<>(annotations);
    all.put(Asking.GRANTED_BY, provenance);
    return all;
  }

  private static PodView annotated(PodView pod, Map<String, String> annotations) {
    return new PodView(
        pod.name(), pod.labels(), annotations, pod.controller(), pod.beingDeleted(), pod.spec());
  }
}
