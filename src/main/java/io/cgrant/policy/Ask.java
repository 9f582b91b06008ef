// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.PodView;
import java.util.List;
import java.util.Optional;

/// One request to the gate.
///
/// @param uid of the AdmissionReview; empty outside a cluster
/// @param subject the object the person wrote
/// @param old what is stored now; empty on CREATE
/// @param manuscript the request word for word, for expressions
public record Ask(
    String uid,
    Phase phase,
    Operation operation,
    Subject subject,
    PodView pod,
    Optional<PodView> old,
    Requester requester,
    boolean dryRun,
    Manuscript manuscript) {

  /// A request whose words nobody kept.
  public Ask(
      String uid,
      Phase phase,
      Operation operation,
      Subject subject,
      PodView pod,
      Optional<PodView> old,
      Requester requester,
      boolean dryRun) {
    this(uid, phase, operation, subject, pod, old, requester, dryRun, Manuscript.NONE);
  }

  /// Whether the answer can still change the pod: only its creation can.
  boolean canAmend() {
    return switch (phase) {
      case Mutate -> operation == Operation.CREATE;
      case Validate -> false;
      case Preview -> true;
    };
  }

  /// About a pod that nobody has sent yet.
  public static Ask preview(Subject subject, PodView pod, Manuscript manuscript) {
    return preview(subject, pod, Requester.NOBODY, manuscript);
  }

  /// The same, where it is known who would send it.
  public static Ask preview(
      Subject subject, PodView pod, Requester requester, Manuscript manuscript) {
    return new Ask(
        "",
        Phase.Preview,
        Operation.CREATE,
        subject,
        pod,
        Optional.empty(),
        requester,
        true,
        manuscript);
  }

  /// The same request without its words, which can be megabytes: for who keeps it.
  public Ask forTheRecord() {
    return new Ask(uid, phase, operation, subject, pod, old, requester, dryRun);
  }

  /// The same request about another pod.
  Ask about(PodView other) {
    return new Ask(uid, phase, operation, subject, other, old, requester, dryRun, manuscript);
  }

  /// When in the life of a request the gate is asked.
  public enum Phase {
    /// The pod can still be changed: an ask by label can be granted.
    Mutate,
    /// The pod is final. This verdict counts.
    Validate,
    /// The pod does not exist yet: a template, or a file on the command line. Judged as if it
    /// went through both.
    Preview
  }

  public enum Operation {
    CREATE,
    UPDATE
  }

  /// @param uid empty while the API server has given it none: it does before `/validate` is asked
  /// @param subresource empty for the object itself
  /// @param podPath what stands before the pod's own paths: empty, or `spec.template.`
  public record Subject(
      String kind, String namespace, String name, String uid, String subresource, String podPath) {

    private static final String BINDING = "Binding";

    /// Of an object that has no uid, or whose uid nobody wants to know.
    public Subject(String kind, String namespace, String name, String subresource, String podPath) {
      this(kind, namespace, name, "", subresource, podPath);
    }

    /// Whether it is no pod, but what gives a pod its node.
    boolean isBinding() {
      return kind.equals(BINDING);
    }

    /// The one path of a finding that is the subject's own and not its pod's: a template has no
    /// namespace.
    static final String NAMESPACE_PATH = "metadata.namespace";

    /// Where a finding stands in the object the person wrote.
    ///
    /// @param path as the finding has it, as `spec.containers[0]`
    public String locate(String path) {
      return path.equals(NAMESPACE_PATH) ? path : podPath + path;
    }
  }

  /// @param groups in the order of the request, as often as they stand there
  public record Requester(String username, List<String> groups) {
    public static final Requester NOBODY = new Requester("", List.of());

    public Requester {
      groups = List.copyOf(groups);
    }
  }
}
