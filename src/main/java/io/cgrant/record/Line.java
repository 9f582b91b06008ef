// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.admission.Printable;
import io.cgrant.drift.Change;
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
  private final Optional<Change> change;

  /// @param json with the end of the line
  /// @param outcome of a pod that runs: what it would be today
  /// @param policy who granted
  /// @param change empty where it is a decision
  Line(
      byte[] json,
      Instant at,
      Outcome outcome,
      Optional<String> policy,
      String namespace,
      Optional<Change> change) {
    this.json = json;
    this.at = at;
    this.outcome = outcome;
    this.policy = policy;
    this.namespace = Printable.of(LineFields.cut(namespace));
    this.change = change;
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

  /// What is new about a pod that runs; empty where it is a decision.
  public Optional<Change> change() {
    return change;
  }

  public int length() {
    return json.length;
  }
}
