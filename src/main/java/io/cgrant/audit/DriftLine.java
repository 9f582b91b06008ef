// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cgrant.drift.Change;
import io.cgrant.drift.Drift;
import io.cgrant.drift.Holding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What is new about a pod that runs, as a line of the log: an object of JSON and the end of the
/// line. Its form is published as `docs/reference/drift-log.schema.json`.
final class DriftLine {

  private static final JsonFactory JSON = new JsonFactory();

  private DriftLine() {}

  /// @param at when it is written
  static byte[] of(Change change, Holding holding, Instant at) {
    var line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      var fields = new LineFields(json);
      json.writeStartObject();
      fields.name(LineField.Change, change);
      fields.text(LineField.Time, at.truncatedTo(ChronoUnit.MICROS).toString());
      fields.text(LineField.Namespace, holding.pod().namespace());
      fields.text(LineField.Name, holding.pod().pod().name());
      fields.text(LineField.PodUid, holding.pod().uid());
      if (holding.pod().created().isPresent()) {
        fields.text(LineField.Created, holding.pod().created().get().toString());
      }
      PodFields.write(holding.pod().pod(), fields);
      fields.names(LineField.Routes, holding.routes());
      if (holding.grantedBy().isPresent()) {
        fields.text(LineField.GrantedBy, holding.grantedBy().get());
      }
      if (holding.drift().isPresent()) {
        drift(holding.drift().get(), fields);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toByteArray();
  }

  private static void drift(Drift drift, LineFields line) throws IOException {
    line.name(LineField.Cause, drift.cause());
    line.text(LineField.Message, drift.sentence());
    line.object(LineField.Today, drift.today(), today -> VerdictFields.write(today, line));
  }
}
