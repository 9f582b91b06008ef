// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policyreport.PodResult.Key;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Reads back what stands in a report.
final class StoredReport {

  private StoredReport() {}

  /// When each of its results was found. Nobody has found one later than now, whatever it says.
  static Map<Key, Instant> times(JsonNode report, Instant now) {
    var times = new HashMap<Key, Instant>();
    for (JsonNode result : report.path("results")) {
      long seconds = result.at("/timestamp/seconds").asLong();
      if (seconds > 0 && seconds <= now.getEpochSecond()) {
        times.put(
            new Key(
                result.at("/resources/0/uid").asText(),
                result.path("policy").asText(),
                result.path("rule").asText()),
            Instant.ofEpochSecond(seconds));
      }
    }
    return times;
  }

  static String version(JsonNode report) {
    return report.at("/metadata/resourceVersion").asText();
  }

  /// Whether it says something that was not written: server-side apply leaves what others have
  /// added, as a `scope`, and readers would take it for ours.
  static boolean saysMoreThan(ObjectNode written, JsonNode stored) {
    Set<String> fields = new HashSet<>();
    stored.fieldNames().forEachRemaining(fields::add);
    written.fieldNames().forEachRemaining(fields::remove);
    return !fields.isEmpty();
  }
}
