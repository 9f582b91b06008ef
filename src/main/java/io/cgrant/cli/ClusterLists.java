// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.manifest.ListedKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/// Lists of an API server, read page by page.
record ClusterLists(Reads reads) {

  private static final int PAGE = 500;
  private static final String NOT_ENDED =
      "fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";

  /// @throws JudgeUnreachable when the list is not to be had
  void each(ListedKind kind, Consumer<JsonNode> use) {
    eachOf(kind, kind.path() + "?limit=" + PAGE, use);
  }

  /// Those that have not ended.
  ///
  /// @param namespace the only one that is wanted; empty for all
  /// @throws JudgeUnreachable when the list is not to be had
  void pods(Optional<String> namespace, Consumer<JsonNode> use) {
    String path = namespace.map(ListedKind.PODS::pathIn).orElse(ListedKind.PODS.path());
    eachOf(ListedKind.PODS, path + "?" + NOT_ENDED + "&limit=" + PAGE, use);
  }

  Optional<JsonNode> namespace(String name) {
    return reads.get(ListedKind.NAMESPACES.path() + "/" + name);
  }

  Optional<JsonNode> pod(String namespace, String name) {
    return reads.get(ListedKind.PODS.pathIn(namespace) + "/" + name);
  }

  private void eachOf(ListedKind kind, String query, Consumer<JsonNode> use) {
    String next = "";
    do {
      String from =
          next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      JsonNode page =
          reads
              .get(query + from)
              .orElseThrow(
                  () ->
                      new JudgeUnreachable(
                          "the cluster knows no " + kind.kind() + "; is cgrant installed there?"));
      page.path("items").forEach(use);
      next = page.at("/metadata/continue").asText();
    } while (!next.isEmpty());
  }
}
