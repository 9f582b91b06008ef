// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the API server's own audit log says of pods that somebody tried to create.
record AuditLog(Path file) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WRITTEN = Duration.ofSeconds(60);

  static AuditLog of(Stand stand) {
    return new AuditLog(stand.cluster().auditLog());
  }

  /// Of this pod; of several the first.
  JsonNode await(JsonNode pod) {
    Wait.upTo(WRITTEN)
        .until(Manifests.name(pod) + " is in " + file, () -> creation(pod).findAny().isPresent());
    return creation(pod).findFirst().orElseThrow();
  }

  private Stream<JsonNode> creation(JsonNode pod) {
    return creations(Manifests.namespace(pod))
        .filter(e -> e.at("/objectRef/name").asText().equals(Manifests.name(pod)));
  }

  Stream<JsonNode> creations(String namespace) {
    return Folders.lines(file).stream()
        .filter(l -> l.contains(namespace) && l.contains("\"verb\":\"create\""))
        .map(AuditLog::event)
        .filter(e -> e.at("/objectRef/resource").asText().equals("pods"));
  }

  /// Ours among them.
  static Map<String, String> annotations(JsonNode event) {
    var found = new TreeMap<String, String>();
    for (var annotation : event.path("annotations").properties()) {
      if (annotation.getKey().contains("pods.cgrant.io/")) {
        found.put(annotation.getKey(), annotation.getValue().textValue());
      }
    }
    return found;
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
