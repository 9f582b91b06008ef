// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/// Speaks to an API server as whoever the token is of.
record ApiServerClient(URI url, HttpClient http, Path tokenFile) implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// @param body what the API server says, whatever it is
  record Reply(int code, JsonNode body) {
    boolean isGood() {
      return code / 100 == 2;
    }

    String message() {
      return body.path("message").asText();
    }
  }

  /// @throws JudgeUnreachable when the file holds no certificate
  static ApiServerClient at(URI url, Path caFile, Path tokenFile) {
    return new ApiServerClient(url, Trusting.client(caFile), tokenFile);
  }

  Reply get(String path) {
    return sent(path, HttpRequest.newBuilder().GET());
  }

  Reply post(String path, JsonNode object) {
    return sent(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(object.toString())));
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply sent(String path, HttpRequest.Builder request) {
    try {
      HttpRequest whole =
          request
              .uri(url.resolve(path))
              .timeout(Trusting.PATIENCE)
              .header("Authorization", "Bearer " + BearerToken.in(tokenFile))
              .header("Accept", "application/json")
              .build();
      HttpResponse<String> reply = http.send(whole, HttpResponse.BodyHandlers.ofString());
      return new Reply(reply.statusCode(), parsed(reply.body()));
    } catch (IOException e) {
      throw new JudgeUnreachable(url + " does not answer (" + Trusting.reason(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }

  private JsonNode parsed(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new JudgeUnreachable(url + " is no API server: it does not answer in JSON");
    }
  }
}
