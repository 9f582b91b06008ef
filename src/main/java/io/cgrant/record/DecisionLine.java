// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.admission.AuditEntry;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Author;
import io.cgrant.policy.WorkloadControllers;
import java.time.Duration;
import java.time.Instant;

/// What one decision looks like in the log: an object of JSON and the end of the line. Its form is
/// published as `docs/reference/decision-log.schema.json`.
final class DecisionLine {

  private static final int MOST_GROUPS = 32;

  private static final ConstantNames<Ask.Phase> PHASES = new ConstantNames<>(Ask.Phase.class);
  private static final ConstantNames<Ask.Operation> OPERATIONS =
      new ConstantNames<>(Ask.Operation.class);

  private DecisionLine() {}

  /// @param at when it is written
  /// @param snapshotAge how long ago what it rests on was last known to be true
  /// @param controllers in whose pods the record of an author counts
  static byte[] of(
      AuditEntry entry, Instant at, Duration snapshotAge, WorkloadControllers controllers) {
    return LineFields.line(fields -> write(entry, at, snapshotAge, controllers, fields));
  }

  private static void write(
      AuditEntry entry,
      Instant at,
      Duration snapshotAge,
      WorkloadControllers controllers,
      LineFields line) {
    line.time(at);
    request(entry.ask(), controllers, line);
    PodFields.write(entry.ask().pod(), line);
    line.flag(LineField.DryRun, entry.ask().dryRun());
    line.number(LineField.LatencyMicros, entry.took().toNanos() / 1_000);
    line.number(LineField.SnapshotAgeSeconds, Math.max(0, snapshotAge.toSeconds()));
    line.routes(entry.routes());
    VerdictFields.write(entry.verdict(), line);
  }

  private static void request(Ask ask, WorkloadControllers controllers, LineFields line) {
    line.text(LineField.Uid, ask.uid());
    line.name(LineField.Phase, PHASES, ask.phase());
    line.name(LineField.Operation, OPERATIONS, ask.operation());
    line.text(LineField.Subresource, ask.subject().subresource());
    line.text(LineField.Namespace, ask.subject().namespace());
    line.text(LineField.Name, ask.subject().name());
    line.text(LineField.User, ask.requester().username());
    line.texts(LineField.Groups, ask.requester().groups(), MOST_GROUPS, LineField.MoreGroups);
    if (Author.of(ask, controllers) instanceof Author.OfTemplate(var who)) {
      line.text(LineField.Author, who.username());
    }
  }
}
