// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Lists of an API server, read page by page.
record ClusterLists(Reads reads) {

  private static final int PAGE = 500;
  private static final String NOT_ENDED =
      "fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";

  /// @param path of a collection
  void each(String path, Consumer<JsonNode> use) {
    eachOf(path + "?limit=" + PAGE, use);
  }

  JsonNode one(String path) {
    return reads
        .get(path)
        .orElseThrow(() -> new JudgeUnreachable("there is no " + path + "; look at its name"));
  }

  /// Those that have not ended.
  ///
  /// @param path of a collection of pods
  void pods(String path, Consumer<JsonNode> use) {
    eachOf(path + "?" + NOT_ENDED + "&limit=" + PAGE, use);
  }

  private void eachOf(String query, Consumer<JsonNode> use) {
    String next = "";
    do {
      String from =
          next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      JsonNode page = one(query + from);
      page.path("items").forEach(use);
      next = page.at("/metadata/continue").asText();
    } while (!next.isEmpty());
  }
}
