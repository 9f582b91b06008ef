// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.admission.Printable;
import io.cgrant.drift.Change;
import io.cgrant.pod.PodView.Owner;
import io.cgrant.policy.Outcome;
import java.time.Instant;
import java.util.Optional;

/// A line of the decision log, and what a sink may want to know of it without reading it. It holds
/// nothing of the request: many wait.
public final class Line {

  private final byte[] json;
  private final Instant at;
  private final Outcome outcome;
  private final Optional<String> policy;
  private final String namespace;
  private final Optional<Owner> controller;
  private final Optional<Change> change;

  /// @param json with the end of the line
  /// @param outcome of a pod that runs: what it would be today
  /// @param policy who granted
  /// @param controller of the pod, where it may be another's work; empty where that is not asked
  /// @param change empty where it is a decision
  Line(
      byte[] json,
      Instant at,
      Outcome outcome,
      Optional<String> policy,
      String namespace,
      Optional<Owner> controller,
      Optional<Change> change) {
    this.json = json;
    this.at = at;
    this.outcome = outcome;
    this.policy = policy;
    this.namespace = Printable.of(LineFields.cut(namespace));
    this.controller = controller;
    this.change = change;
  }

  /// The same, with who controls the controller.
  Line under(Owner top) {
    byte[] longer =
        LineFields.longer(
            json, fields -> fields.object(LineField.TopOwner, top, o -> owner(o, fields)));
    return new Line(longer, at, outcome, policy, namespace, controller, change);
  }

  private static void owner(Owner owner, LineFields fields) {
    fields.text(LineField.Kind, owner.kind());
    fields.text(LineField.Name, owner.name());
  }

  /// With the end of the line. For reading only.
  public byte[] json() {
    return json;
  }

  public Instant at() {
    return at;
  }

  public Outcome outcome() {
    return outcome;
  }

  /// Who granted.
  public Optional<String> policy() {
    return policy;
  }

  /// As the line has it.
  public String namespace() {
    return namespace;
  }

  /// Who made the pod, where it may itself be the work of another.
  Optional<Owner> controller() {
    return controller;
  }

  /// What is new about a pod that runs; empty where it is a decision.
  public Optional<Change> change() {
    return change;
  }

  public int length() {
    return json.length;
  }
}
