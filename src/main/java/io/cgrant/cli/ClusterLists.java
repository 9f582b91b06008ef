// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.manifest.PodPage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Lists of an API server, read page by page.
record ClusterLists(Authorized server) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 500;
  private static final String NOT_ENDED =
      "fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";

  /// Makes something of an answer's body.
  @FunctionalInterface
  private interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /// @param path of a collection
  void each(String path, Consumer<JsonNode> use) {
    String from = "";
    do {
      JsonNode page = get(path + "?limit=" + PAGE + from, JSON::readTree);
      page.path("items").forEach(use);
      from = from(page.at("/metadata/continue").asText());
    } while (!from.isEmpty());
  }

  JsonNode one(String path) {
    return get(path, JSON::readTree);
  }

  /// Those that have not ended, each as JSON.
  ///
  /// @param path of a collection of pods
  void pods(String path, Consumer<byte[]> use) {
    String from = "";
    do {
      PodPage page =
          get(path + "?" + NOT_ENDED + "&limit=" + PAGE + from, list -> PodPage.read(list, use));
      from = from(page.next());
    } while (!from.isEmpty());
  }

  private static String from(String next) {
    return next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

  private <T> T get(String path, BodyReader<T> reader) {
    HttpResponse<InputStream> reply =
        server.send(server.request(path).GET(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = reply.body()) {
      if (reply.statusCode() != 200) {
        throw new JudgeUnreachable(
            "%s does not give %s (%d): %s"
                .formatted(server.url(), path, reply.statusCode(), message(body)));
      }
      return reader.read(body);
    } catch (IOException e) {
      throw new JudgeUnreachable(
          server.url() + " does not give all of " + path + ": " + Trusting.reason(e));
    }
  }

  private static String message(InputStream body) throws IOException {
    byte[] text = body.readNBytes(64 << 10);
    try {
      return JSON.readTree(text).path("message").asText();
    } catch (IOException e) {
      return "it answers no JSON; is it an API server?";
    }
  }
}
