// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cgrant.admission.AuditEntry;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Author;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Objections;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.policy.check.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/// What one decision looks like in the log: an object of JSON and the end of the line.
final class DecisionLine {

  /// In characters, of one text. Whoever sends a review may write names of any length, of which the
  /// API server knows nothing.
  static final int LONGEST_TEXT = 1_024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_LENGTH = 512;

  private DecisionLine() {}

  /// @param controllers in whose pods the record of an author counts
  static byte[] of(AuditEntry entry, Instant at, WorkloadControllers controllers) {
    var line = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      write(json, at, controllers, entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void write(
      JsonGenerator json, Instant at, WorkloadControllers controllers, AuditEntry entry)
      throws IOException {
    Ask ask = entry.ask();
    json.writeStartObject();
    text(json, "time", at.toString());
    text(json, "uid", ask.uid());
    text(json, "phase", ask.phase().name());
    text(json, "operation", ask.operation().name());
    text(json, "subresource", ask.subject().subresource());
    text(json, "namespace", ask.subject().namespace());
    text(json, "name", ask.subject().name());
    text(json, "user", ask.requester().username());
    if (Author.of(ask, controllers) instanceof Author.OfTemplate(var who)) {
      text(json, "author", who.username());
    }
    json.writeBooleanField("dryRun", ask.dryRun());
    verdict(json, entry.verdict());
    json.writeEndObject();
  }

  private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
    switch (verdict) {
      case Verdict.NotAsked notAsked -> text(json, "verdict", "NotAsked");
      case Verdict.Granted(
              var policy,
              var tolerated,
              var addition,
              var waivers,
              var unverified) -> {
        text(json, "verdict", "Granted");
        text(json, "policy", policy.provenance());
        objections(json, tolerated);
        exceptions(json, waivers);
      }
      case Verdict.Refused(var objections) -> {
        text(json, "verdict", "Refused");
        objections(json, objections);
      }
      case Verdict.Undecided(var cause, var detail, var inquiry) -> {
        text(json, "verdict", "Undecided");
        text(json, "cause", cause.name());
        text(json, "detail", detail);
      }
    }
  }

  private static void exceptions(JsonGenerator json, List<Waiver> waivers) throws IOException {
    if (waivers.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("exceptions");
    for (Waiver waiver : waivers) {
      json.writeStartObject();
      text(json, "name", waiver.exception().name());
      text(json, "expires", waiver.exception().expires().toString());
      json.writeArrayFieldStart("waived");
      for (Finding finding : waiver.findings()) {
        json.writeStartObject();
        text(json, "path", finding.path());
        text(json, "reason", finding.reason().name());
        json.writeEndObject();
      }
      json.writeEndArray();
      more(json, waiver.more());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void objections(JsonGenerator json, Objections objections) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Objection objection : objections) {
      json.writeStartObject();
      if (objection.policy().isPresent()) {
        text(json, "policy", objection.policy().get());
      }
      text(json, "path", objection.finding().path());
      text(json, "reason", objection.finding().reason().name());
      json.writeEndObject();
    }
    json.writeEndArray();
    more(json, objections.more());
  }

  private static void more(JsonGenerator json, int more) throws IOException {
    if (more > 0) {
      json.writeNumberField("more", more);
    }
  }

  private static void text(JsonGenerator json, String name, String text) throws IOException {
    json.writeStringField(name, cut(text));
  }

  /// Never within a character of two halves, which a reader might not take.
  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    boolean isHalf = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, isHalf ? LONGEST_TEXT - 1 : LONGEST_TEXT) + "…";
  }
}
