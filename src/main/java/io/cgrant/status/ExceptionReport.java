// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the status of a policy says of one of its exceptions. Of its use it tells the day, which
/// never goes back, whoever leads.
///
/// @param lastUsed as `2026-11-24`; empty when it was never used
record ExceptionReport(String name, String state, String expires, String lastUsed) {

  private static final String LAST_USED = "lastUsed";

  /// @param before the status stored now, which knows what earlier processes saw
  /// @param used what replicas have told, as in [Heard]
  static List<ExceptionReport> all(
      Policy policy, JsonNode before, Map<String, String> used, Instant now) {
    List<ExceptionReport> earlier = stored(before);
    var reports = new ArrayList<ExceptionReport>();
    for (PolicyException exception : policy.terms().exceptions()) {
      String told = used.getOrDefault(Seen.key(policy.name(), exception.name()), "");
      String known =
          earlier.stream()
              .filter(report -> report.name().equals(exception.name()))
              .map(ExceptionReport::lastUsed)
              .findFirst()
              .orElse("");
      reports.add(
          new ExceptionReport(
              exception.name(),
              exception.state(now).name(),
              exception.expires().toString(),
              told.compareTo(known) > 0 ? told : known));
    }
    return reports;
  }

  ExceptionReport withoutUse() {
    return new ExceptionReport(name, state, expires, "");
  }

  static List<ExceptionReport> stored(JsonNode status) {
    var reports = new ArrayList<ExceptionReport>();
    for (JsonNode entry : status.path("exceptions")) {
      reports.add(
          new ExceptionReport(
              entry.path("name").asText(),
              entry.path("state").asText(),
              entry.path("expires").asText(),
              entry.path(LAST_USED).asText()));
    }
    return reports;
  }

  void writeTo(ArrayNode list) {
    var entry = list.addObject().put("name", name).put("state", state).put("expires", expires);
    Optional.of(lastUsed).filter(day -> !day.isEmpty()).ifPresent(day -> entry.put(LAST_USED, day));
  }
}
