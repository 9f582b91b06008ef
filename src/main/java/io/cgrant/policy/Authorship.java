// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which record a template must carry once it is stored.
public final class Authorship {

  /// Equal only to itself, so that `null` is no text.
  private static final Object NULL = new Object();

  private Authorship() {}

  /// Of an ask about a template, the annotations that are its record; empty for none.
  ///
  /// Whoever changes a template becomes its author. Where nothing else changes, the record stays as
  /// it was: scaling says nothing about pods, and must not replace them.
  public static Map<String, String> due(
      Ask ask, Snapshot snapshot, WorkloadControllers controllers) {
    if (controllers.include(ask.requester())) {
      return TemplateAuthor.in(ask.pod().annotations());
    }
    if (isAsBefore(ask)) {
      return TemplateAuthor.in(ask.old().orElseThrow().annotations());
    }
    return mayBeAskedFor(ask, snapshot) && asks(ask, snapshot)
        ? TemplateAuthor.recordOf(ask.requester())
        : Map.of();
  }

  /// Whether a policy that speaks for the pods wants to know authors. One that is not yet read may.
  private static boolean mayBeAskedFor(Ask ask, Snapshot snapshot) {
    if (!snapshot.synced()) {
      return true;
    }
    List<Policy> speaking =
        snapshot
            .namespaceLabels()
            .map(labels -> snapshot.policies().matching(ask.pod(), labels))
            .orElseGet(() -> snapshot.policies().ordered());
    return speaking.stream().anyMatch(p -> p.terms().authorization() == Authorization.Required);
  }

  /// Whether its pods may be granted, by all that is known. When in doubt, they may.
  private static boolean asks(Ask ask, Snapshot snapshot) {
    Asking asking = Asking.of(ask.pod());
    if (Gate.asksByItself(asking, RouteFinder.inPod(ask.pod()))) {
      return true;
    }
    Optional<String> className = ask.pod().spec().runtimeClassName();
    if (className.isPresent()) {
      String handler = snapshot.runtimeClasses().get(className.get());
      return handler == null || snapshot.gatedHandlers().contains(handler);
    }
    return asking != Asking.No
        && snapshot.namespaceLabels().map(l -> Asking.of(l) == Asking.Yes).orElse(true);
  }

  /// Whether an update changes nothing of the template but the record. False where nobody kept the
  /// words of the request.
  private static boolean isAsBefore(Ask ask) {
    if (ask.operation() != Ask.Operation.UPDATE || ask.old().isEmpty()) {
      return false;
    }
    Optional<Map<String, Object>> now = ask.manuscript().pod(NULL);
    Optional<Map<String, Object>> before = ask.manuscript().oldPod(NULL);
    return now.isPresent()
        && before.isPresent()
        && withoutRecord(now.get()).equals(withoutRecord(before.get()));
  }

  private static Map<String, Object> withoutRecord(Map<String, Object> pod) {
    var rest = new HashMap<>(pod);
    var metadata = within(pod, "metadata");
    var annotations = within(metadata, "annotations");
    annotations.remove(TemplateAuthor.NAME);
    annotations.remove(TemplateAuthor.GROUPS);
    metadata.put("annotations", annotations);
    rest.put("metadata", metadata);
    return rest;
  }

  /// A copy; empty where there is none.
  private static Map<String, Object> within(Map<String, Object> parent, String key) {
    var copy = new HashMap<String, Object>();
    if (parent.get(key) instanceof Map<?, ?> child) {
      child.forEach((field, value) -> copy.put((String) field, value));
    }
    return copy;
  }
}
