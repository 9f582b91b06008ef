// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.doctor.cluster.Source;
import io.cgrant.manifest.ListedKind;
import java.util.Optional;
import java.util.function.Consumer;

/// Lists for whom one that is missing is no reason not to read the others.
record ClusterSource(ClusterLists lists) implements Source {

  @Override
  public Optional<String> each(ListedKind kind, Consumer<JsonNode> use) {
    return tried(() -> lists.each(kind, use));
  }

  @Override
  public Optional<String> pods(Consumer<JsonNode> use) {
    return tried(() -> lists.pods(Optional.empty(), use));
  }

  private static Optional<String> tried(Runnable reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (JudgeUnreachable e) {
      return Optional.of(e.getMessage());
    }
  }
}
