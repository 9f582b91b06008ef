// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/// A webhook, reached as an API server reaches it: HTTP/1.1 over TLS, and one certificate authority
/// is trusted.
record Webhook(URI url, HttpClient client) implements Judge {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// @throws JudgeUnreachable when the file holds no certificate
  static Webhook at(URI url, Path caFile) {
    return new Webhook(url, Trusting.client(caFile));
  }

  @Override
  public Trial of(JsonNode pod, String namespace) {
    return Trial.of(pod, namespace, this);
  }

  /// @return the `response` of the AdmissionReview
  /// @throws JudgeUnreachable when there is none
  JsonNode review(String path, ObjectNode review) {
    var request =
        HttpRequest.newBuilder(url.resolve(path + "?timeout=10s"))
            .timeout(Trusting.PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(review.toString()))
            .build();
    try {
      HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode response = MAPPER.readTree(reply.body()).path("response");
      if (reply.statusCode() != 200 || !response.isObject()) {
        throw new JudgeUnreachable(
            request.uri() + " answers " + reply.statusCode() + ": " + reply.body());
      }
      return response;
    } catch (JsonProcessingException e) {
      throw new JudgeUnreachable(request.uri() + " is no webhook: it does not answer in JSON");
    } catch (IOException e) {
      throw new JudgeUnreachable(
          url + " does not answer (" + Trusting.reason(e) + "); start it with: make run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
