// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.cgrant.admission.AuditEntry;
import io.cgrant.drift.Change;
import io.cgrant.drift.Holding;
import io.cgrant.policy.Worlds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// Reads lines of the decision log, each of which must be as the published schema says.
public final class Lines {

  static final Path FILE = Path.of("docs/reference/decision-log.schema.json");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode TEXT = read(FILE);

  private static final JsonSchema SCHEMA = schema(TEXT);

  /// Of what is told of pods that run.
  private static final JsonNode DRIFT_TEXT = read(Path.of("docs/reference/drift-log.schema.json"));

  private static final JsonSchema DRIFT_SCHEMA = schema(DRIFT_TEXT);

  private Lines() {}

  /// As it is written.
  public static String of(AuditEntry entry) {
    byte[] line = DecisionLine.of(entry, Instant.EPOCH, Duration.ZERO, Worlds.CONTROLLERS);
    return new String(line, StandardCharsets.UTF_8);
  }

  /// As it is written of a pod that runs.
  public static String of(Change change, Holding holding) {
    return new String(DriftLine.of(change, holding, Instant.EPOCH), StandardCharsets.UTF_8);
  }

  public static JsonNode parsed(String line) {
    JsonNode read = tree(line);
    assertEquals(Set.of(), problems(read), line);
    return read;
  }

  /// A line that tells of a pod that runs.
  public static JsonNode drift(String line) {
    JsonNode read = tree(line);
    assertEquals(Set.of(), driftProblems(read), line);
    return read;
  }

  static Set<ValidationMessage> problems(JsonNode line) {
    return SCHEMA.validate(line);
  }

  static Set<ValidationMessage> driftProblems(JsonNode line) {
    return DRIFT_SCHEMA.validate(line);
  }

  static JsonNode driftSchema() {
    return DRIFT_TEXT;
  }

  private static JsonSchema schema(JsonNode text) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
  }

  static JsonNode schema() {
    return TEXT;
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
