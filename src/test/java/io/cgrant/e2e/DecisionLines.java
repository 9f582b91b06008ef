// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.record.Lines;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// The lines of the decision log among all that a cgrant has written.
final class DecisionLines {

  private static final String BEGINNING = "{\"time\":\"";
  private static final String OF_DRIFT = "{\"change\"";

  private DecisionLines() {}

  /// Each as the published schema says.
  static List<JsonNode> in(Path log) {
    return that(log, BEGINNING, Lines::parsed);
  }

  /// What it says of pods that run, likewise.
  static List<JsonNode> ofDrift(Path log) {
    return that(log, OF_DRIFT, Lines::drift);
  }

  private static List<JsonNode> that(Path log, String begin, Function<String, JsonNode> read) {
    return Folders.lines(log).stream().filter(l -> l.startsWith(begin)).map(read).toList();
  }
}
