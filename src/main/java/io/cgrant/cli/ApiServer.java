// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policy.Asking;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/// An API server that creates pods by dry-run: they go through all of admission, and none is
/// stored.
record ApiServer(Authorized server) implements Judge {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// As the API server names a webhook that said no, and one that did not answer.
  private static final String OURS = ".cgrant.io\"";

  private static final String DENIED = "denied the request: ";
  private static final String FAILED = "failed calling webhook";

  /// @throws JudgeUnreachable when the file holds no certificate
  static ApiServer at(URI url, Path caFile, Path tokenFile) {
    return new ApiServer(Authorized.at(url, caFile, tokenFile));
  }

  @Override
  public Trial of(JsonNode pod, String namespace) {
    ObjectNode object = Trial.placed(pod, namespace);
    String name = Trial.name(object);
    HttpResponse<String> reply = created(object);
    JsonNode body = parsed(reply);
    if (reply.statusCode() / 100 == 2) {
      return accepted(name, body);
    }
    String message = body.path("message").asText();
    if (message.contains(OURS) && message.contains(DENIED)) {
      String words = message.substring(message.indexOf(DENIED) + DENIED.length());
      return Trial.refused(name, reply.statusCode(), words);
    }
    if (message.contains(OURS) && message.contains(FAILED)) {
      return new Trial(name, Outcome.Undecided.name(), "", message);
    }
    throw new JudgeUnreachable(
        "%s does not take pod %s (%d), and not for cgrant's sake: %s"
            .formatted(server.url(), name, reply.statusCode(), message));
  }

  @Override
  public void close() {
    server.close();
  }

  private static Trial accepted(String name, JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    String granter = metadata.path("annotations").path(Asking.GRANTED_BY).asText();
    boolean hasClass = pod.at("/spec").has("runtimeClassName");
    if (!granter.isEmpty() && hasClass) {
      return new Trial(name, Outcome.Granted.name(), granter, "");
    }
    boolean asks = metadata.path("labels").path(Asking.LABEL).asText().equals("true");
    return new Trial(
        name,
        Outcome.NotAsked.name(),
        "",
        asks ? "it asks, and nobody looked: are the webhook configurations cgrant there?" : "");
  }

  private HttpResponse<String> created(ObjectNode pod) {
    String namespace = pod.at("/metadata/namespace").asText();
    return server.send(
        server
            .request("/api/v1/namespaces/" + namespace + "/pods?dryRun=All&fieldManager=cgrant-try")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(pod.toString())),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode parsed(HttpResponse<String> reply) {
    try {
      return MAPPER.readTree(reply.body());
    } catch (IOException e) {
      throw new JudgeUnreachable(server.url() + " is no API server: it does not answer in JSON");
    }
  }
}
