// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// When the status of an object was last changed, as its `managedFields` say: nothing else of an
/// object does.
final class StatusTime {

  private StatusTime() {}

  /// @param metadata of the object
  static Optional<Instant> in(JsonNode metadata) {
    return metadata
        .path("managedFields")
        .valueStream()
        .filter(entry -> entry.path("subresource").asText().equals("status"))
        .flatMap(entry -> time(entry.path("time").asText()).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
