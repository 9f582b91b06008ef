// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StatusTimeTest {

  @Test
  void isTheLastOfTheStatusAndNotOfTheRest() throws JsonProcessingException {
    String metadata =
        """
        {"managedFields": [
          {"manager": "kubectl", "operation": "Apply", "time": "2026-11-30T12:00:00Z"},
          {"manager": "old", "subresource": "status", "time": "2026-11-30T10:00:00Z"},
          {"manager": "cgrant", "subresource": "status", "time": "2026-11-30T11:00:00Z"},
          {"manager": "odd", "subresource": "status", "time": "yesterday"}]}
        """;
    assertEquals(Optional.of(Instant.parse("2026-11-30T11:00:00Z")), in(metadata));
    assertEquals(Optional.empty(), in("{}"));
  }

  private static Optional<Instant> in(String metadata) throws JsonProcessingException {
    return StatusTime.in(new ObjectMapper().readTree(metadata));
  }
}
