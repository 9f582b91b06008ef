// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.api.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// The HTTP API of a cgrant, as somebody with a token. Every answer must be as the published
/// document says.
record ApiCalls(HttpClient http, URI url, String token) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPLAIN = "/api/v1/explain";

  record Got(int status, JsonNode body) {
    String detail() {
      return body.path("detail").asText();
    }
  }

  ApiCalls as(String other) {
    return new ApiCalls(http, url, other);
  }

  /// @return the verdict of the only object
  String verdict(JsonNode object) {
    Got got = explain(object.toString(), Map.of());
    if (got.status() != 200) {
      throw new AssertionError(got.status() + ": " + got.detail());
    }
    return got.body().at("/0/verdict").asText();
  }

  Got explain(String manifest, Map<String, String> headers) {
    var request = request(EXPLAIN).POST(BodyPublishers.ofString(manifest));
    headers.forEach(request::header);
    return sent(request);
  }

  Got get(String path) {
    return sent(request(path));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(30));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Got sent(HttpRequest.Builder request) {
    HttpRequest whole = request.build();
    try {
      HttpResponse<String> reply = http.send(whole, BodyHandlers.ofString());
      String type = reply.headers().firstValue("Content-Type").orElse("");
      JsonNode body = type.endsWith("json") ? JSON.readTree(reply.body()) : JSON.createObjectNode();
      if (type.endsWith("json")) {
        OpenApi.assertKnown(whole.uri().getPath(), reply.statusCode(), type, body);
      }
      return new Got(reply.statusCode(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(whole.uri().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
