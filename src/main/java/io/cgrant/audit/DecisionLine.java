// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.cgrant.admission.AuditEntry;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Author;
import io.cgrant.policy.WorkloadControllers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What one decision looks like in the log: an object of JSON and the end of the line. Its form is
/// published as `docs/reference/decision-log.schema.json`.
final class DecisionLine {

  private static final JsonFactory JSON = new JsonFactory();

  private static final int MOST_GROUPS = 32;

  private DecisionLine() {}

  /// @param at when it is written
  /// @param snapshotAge how long ago what it rests on was last known to be true
  /// @param controllers in whose pods the record of an author counts
  static byte[] of(
      AuditEntry entry, Instant at, Duration snapshotAge, WorkloadControllers controllers) {
    // Its blocks go back to where the generator's come from.
    var line = new ByteArrayBuilder(JSON._getBufferRecycler());
    write(entry, at, snapshotAge, controllers, line);
    return line.getClearAndRelease();
  }

  private static void write(
      AuditEntry entry,
      Instant at,
      Duration snapshotAge,
      WorkloadControllers controllers,
      ByteArrayBuilder line) {
    try (JsonGenerator json = JSON.createGenerator(line)) {
      var fields = new LineFields(json);
      json.writeStartObject();
      fields.text(LineField.Time, at.truncatedTo(ChronoUnit.MICROS).toString());
      request(entry.ask(), controllers, fields);
      PodFields.write(entry.ask().pod(), fields);
      fields.flag(LineField.DryRun, entry.ask().dryRun());
      fields.number(LineField.LatencyMicros, entry.took().toNanos() / 1_000);
      fields.number(LineField.SnapshotAgeSeconds, Math.max(0, snapshotAge.toSeconds()));
      fields.names(LineField.Routes, entry.routes());
      VerdictFields.write(entry.verdict(), fields);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void request(Ask ask, WorkloadControllers controllers, LineFields line)
      throws IOException {
    line.text(LineField.Uid, ask.uid());
    line.name(LineField.Phase, ask.phase());
    line.name(LineField.Operation, ask.operation());
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
