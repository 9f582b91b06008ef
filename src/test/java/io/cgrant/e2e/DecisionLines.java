// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.record.Lines;
import java.nio.file.Path;
import java.util.List;

/// The lines of the decision log among all that a cgrant has written.
final class DecisionLines {

  private static final String BEGINNING = "{\"time\":\"";

  private DecisionLines() {}

  /// Each as the published schema says.
  static List<JsonNode> in(Path log) {
    return Folders.lines(log).stream()
        .filter(l -> l.startsWith(BEGINNING))
        .map(Lines::parsed)
        .toList();
  }
}
