// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Entrypoint;
import io.cgrant.pod.PodSpec;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/// A variable whose value is a field of the pod itself: `env[].valueFrom.fieldRef` of the downward
/// API. Its container can be read before its metadata, so a mark stands for the value until both
/// are there.
///
/// Source: kubelet `podFieldSelectorRuntimeValue`, `k8s.io/kubernetes/pkg/fieldpath`.
final class OwnField {

  /// No author's text has it: see [#unmarked].
  private static final char MARK = '\0';

  /// Like the mark, it is in no name that a runtime looks for.
  private static final char NO_MARK = '\1';

  private static final String NAME = "metadata.name";
  private static final String NAMESPACE = "metadata.namespace";
  private static final String SERVICE_ACCOUNT = "spec.serviceAccountName";
  private static final String ANNOTATIONS = "metadata.annotations['";
  private static final String LABELS = "metadata.labels['";
  private static final String END = "']";

  /// The second form is that of 1.33.
  private static final Set<String> OF_NODES =
      Set.of(
          LABELS + "topology.kubernetes.io/zone" + END,
          LABELS + "topology.kubernetes.io/region" + END,
          LABELS + "topology.k8s.io/zone" + END,
          LABELS + "topology.k8s.io/region" + END);

  private OwnField() {}

  /// A text of the pod, in which nothing can be taken for a mark. An API server lets the character
  /// through; crun cuts the word there, after CRI-O has looked at all of it.
  static String unmarked(String text) {
    return text.replace(MARK, NO_MARK);
  }

  /// Whether a node's labels may come in the place of the value once the pod is bound.
  ///
  /// Source: Kubernetes, `plugin/pkg/admission/podtopologylabels`.
  static boolean isReplacedAtBinding(String path) {
    return OF_NODES.contains(path);
  }

  /// What stands for the value; empty where the pod does not hold it, as an address.
  static Optional<String> mark(String path) {
    boolean isHeld =
        path.equals(NAME)
            || path.equals(NAMESPACE)
            || path.equals(SERVICE_ACCOUNT)
            || path.endsWith(END) && (path.startsWith(ANNOTATIONS) || path.startsWith(LABELS));
    return isHeld && path.indexOf(MARK) < 0 ? Optional.of(MARK + path + MARK) : Optional.empty();
  }

  /// The spec with the values in the place of the marks.
  static PodSpec resolved(PodSpec spec, ObjectMeta meta) {
    if (spec.containers().stream().noneMatch(OwnField::isMarked)) {
      return spec;
    }
    var budget = new ExpansionBudget();
    var containers = new ArrayList<ContainerView>(spec.containers().size());
    for (ContainerView container : spec.containers()) {
      containers.add(isMarked(container) ? resolved(container, spec, meta, budget) : container);
    }
    return spec.withContainers(containers);
  }

  static boolean isMarked(String text) {
    return text.indexOf(MARK) >= 0;
  }

  /// Until the marks are gone, all of the text is kept and nobody asks what it starts.
  static Entrypoint unresolved(String field, Variables.Expanded word) {
    return new Entrypoint(field, word.text(), false, word.unknown());
  }

  private static boolean isMarked(ContainerView container) {
    return container.entrypoint().filter(e -> isMarked(e.text())).isPresent();
  }

  private static ContainerView resolved(
      ContainerView container, PodSpec spec, ObjectMeta meta, ExpansionBudget budget) {
    Entrypoint entrypoint = container.entrypoint().orElseThrow();
    String[] parts = entrypoint.text().split(String.valueOf(MARK), -1);
    var text = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String part = i % 2 == 1 ? value(parts[i], spec, meta) : parts[i];
      budget.take(part.length());
      text.append(part);
    }
    return container.withEntrypoint(
        new Entrypoint(entrypoint.field(), text.toString(), entrypoint.unknown()));
  }

  private static String value(String path, PodSpec spec, ObjectMeta meta) {
    return switch (path) {
      case NAME -> meta.nameOrPrefix();
      case NAMESPACE -> meta.namespace();
      case SERVICE_ACCOUNT -> spec.serviceAccountName();
      default ->
          path.startsWith(ANNOTATIONS)
              ? meta.annotations().getOrDefault(key(path, ANNOTATIONS), "")
              : meta.labels().getOrDefault(key(path, LABELS), "");
    };
  }

  /// `metadata.labels[']` begins and ends so, too.
  private static String key(String path, String start) {
    return path.length() < start.length() + END.length()
        ? ""
        : path.substring(start.length(), path.length() - END.length());
  }
}
