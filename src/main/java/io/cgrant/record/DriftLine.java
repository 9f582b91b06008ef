// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.drift.Cause;
import io.cgrant.drift.Change;
import io.cgrant.drift.Drift;
import io.cgrant.drift.Holding;
import java.time.Instant;

/// What is new about a pod that runs, as a line of the log: an object of JSON and the end of the
/// line. Its form is published as `docs/reference/drift-log.schema.json`.
final class DriftLine {

  private static final ConstantNames<Change> CHANGES = new ConstantNames<>(Change.class);
  private static final ConstantNames<Cause> CAUSES = new ConstantNames<>(Cause.class);

  private DriftLine() {}

  /// @param at when it is written
  static byte[] of(Change change, Holding holding, Instant at) {
    return LineFields.line(fields -> write(change, holding, at, fields));
  }

  private static void write(Change change, Holding holding, Instant at, LineFields line) {
    line.name(LineField.Change, CHANGES, change);
    line.time(at);
    line.text(LineField.Namespace, holding.pod().namespace());
    line.text(LineField.Name, holding.pod().pod().name());
    line.text(LineField.PodUid, holding.pod().uid());
    if (holding.pod().created().isPresent()) {
      line.text(LineField.Created, holding.pod().created().get().toString());
    }
    PodFields.write(holding.pod().pod(), line);
    line.routes(holding.routes());
    if (holding.grantedBy().isPresent()) {
      line.text(LineField.GrantedBy, holding.grantedBy().get());
    }
    if (holding.drift().isPresent()) {
      drift(holding.drift().get(), line);
    }
  }

  private static void drift(Drift drift, LineFields line) {
    line.name(LineField.Cause, CAUSES, drift.cause());
    line.text(LineField.Message, drift.sentence());
    line.object(LineField.Today, drift.today(), today -> VerdictFields.write(today, line));
  }
}
