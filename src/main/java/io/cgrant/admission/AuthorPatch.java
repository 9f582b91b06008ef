// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.admission;

import io.cgrant.policy.Ask;
import io.cgrant.policy.TemplateAuthor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The shortest patch that gives a template the record it must carry. Touches nothing else, and is
/// empty when nothing is due.
public final class AuthorPatch {

  private AuthorPatch() {}

  /// @param ask about a template
  /// @param due the annotations of the record; empty for none
  public static List<PatchOp> plan(Ask ask, Map<String, String> due) {
    String metadata = "/" + ask.subject().podPath().replace('.', '/') + "metadata";
    String annotations = metadata + "/annotations";
    Map<String, String> there = ask.pod().annotations();
    if (there.isEmpty()) {
      return due.isEmpty() ? List.of() : begun(ask, metadata, annotations, due);
    }
    var patch = new ArrayList<PatchOp>(2);
    for (String key : TemplateAuthor.in(there).keySet()) {
      if (!due.containsKey(key)) {
        patch.add(new PatchOp.Remove(annotations + "/" + PatchOp.escaped(key)));
      }
    }
    for (var annotation : due.entrySet()) {
      if (!annotation.getValue().equals(there.get(annotation.getKey()))) {
        patch.add(
            new PatchOp.AddText(
                annotations + "/" + PatchOp.escaped(annotation.getKey()), annotation.getValue()));
      }
    }
    return patch;
  }

  /// The first annotations of a template. Metadata can be left out, and a patch that adds into what
  /// is not there fails with the whole request: where nobody can tell, there is no record.
  private static List<PatchOp> begun(
      Ask ask, String metadata, String annotations, Map<String, String> due) {
    var add = new PatchOp.AddMembers(annotations, due);
    if (!ask.pod().labels().isEmpty()) {
      return List.of(add);
    }
    return ask.manuscript()
        .pod("null")
        .map(
            pod ->
                pod.get("metadata") instanceof Map
                    ? List.<PatchOp>of(add)
                    : List.<PatchOp>of(new PatchOp.AddMembers(metadata, Map.of()), add))
        .orElse(List.of());
  }
}
