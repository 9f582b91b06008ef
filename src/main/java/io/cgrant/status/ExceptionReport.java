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
import java.util.Optional;

/// What the status of a policy says of one of its exceptions. Every replica says the same: of its
/// use it tells the day, which never goes back.
///
/// @param lastUsed as `2026-11-24`; empty when it was never used
record ExceptionReport(String name, String state, String expires, String lastUsed) {

  private static final String LAST_USED = "lastUsed";

  /// @param before the status stored now, which knows what other replicas and earlier processes saw
  static List<ExceptionReport> all(
      Policy policy, JsonNode before, ExceptionUses uses, Instant now) {
    List<ExceptionReport> earlier = stored(before);
    var reports = new ArrayList<ExceptionReport>();
    for (PolicyException exception : policy.terms().exceptions()) {
      String own = uses.lastDay(policy.name(), exception.name()).map(Object::toString).orElse("");
      String others =
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
              own.compareTo(others) > 0 ? own : others));
    }
    return reports;
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
