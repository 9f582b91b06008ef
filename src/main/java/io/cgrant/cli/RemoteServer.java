// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The HTTP API of a cgrant that runs, see `docs/reference/openapi.yaml`.
///
/// @param token of who asks
/// @param as for whom, where it is somebody else; then with these groups
record RemoteServer(
    URI url, HttpClient http, String token, Optional<String> as, List<String> groups)
    implements AutoCloseable {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int UNAUTHORIZED = 401;

  RemoteServer {
    groups = List.copyOf(groups);
  }

  /// What it says of the objects of one file.
  ///
  /// @param source as people call the file
  /// @param namespace of objects that name none
  /// @throws JudgeUnreachable when there is no answer, with its words where it refuses
  ArrayNode explain(String source, byte[] manifest, String namespace) {
    var request =
        request("/api/v1/explain?namespace=" + encoded(namespace) + "&source=" + encoded(source))
            .POST(BodyPublishers.ofByteArray(manifest));
    as.ifPresent(user -> request.header("Impersonate-User", user));
    groups.forEach(group -> request.header("Impersonate-Group", group));
    if (answer(request) instanceof ArrayNode explanations) {
      return explanations;
    }
    throw noServer();
  }

  /// Who holds a writable cgroup now.
  ///
  /// @param namespace empty for all
  /// @return how many pods could not be read
  /// @throws JudgeUnreachable when there is no whole answer
  long grants(String namespace, Consumer<JsonNode> each) {
    String query = namespace.isEmpty() ? "?" : "?namespace=" + encoded(namespace) + "&";
    long unreadable = 0;
    String next = "";
    do {
      String from = next.isEmpty() ? "" : "continue=" + encoded(next);
      JsonNode page = answer(request("/api/v1/grants" + query + from).GET());
      page.path("items").forEach(each);
      unreadable += page.path("unreadable").asLong();
      next = page.path("continue").asText();
    } while (!next.isEmpty());
    return unreadable;
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Trusting.PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode answer(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> reply =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = MAPPER.readTree(reply.body());
      if (reply.statusCode() == HTTP_OK) {
        return body;
      }
      throw new JudgeUnreachable(refusal(reply.statusCode(), body));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw noServer();
    } catch (IOException e) {
      throw new JudgeUnreachable(url + " does not answer (" + Trusting.reason(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeUnreachable("interrupted");
    }
  }

  private static final int HTTP_OK = 200;

  private String refusal(int code, JsonNode problem) {
    var sentence = new StringBuilder(url + " answers " + code + ": ");
    sentence.append(problem.path("detail").asText());
    if (code == UNAUTHORIZED) {
      sentence.append("; see docs/how-to/use-the-api.md");
    }
    return sentence.toString();
  }

  private JudgeUnreachable noServer() {
    return new JudgeUnreachable(url + " is no HTTP API of cgrant's; check --server");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
