// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.policy.Asking;
import io.cgrant.policy.Outcome;
import java.net.URI;
import java.nio.file.Path;

/// An API server that creates pods by dry-run: they go through all of admission, and none is
/// stored.
record ApiServer(ApiServerClient client) implements Judge {

  /// As the API server names a webhook that said no, and one that did not answer.
  private static final String OURS = ".cgrant.io\"";

  private static final String DENIED = "denied the request: ";
  private static final String FAILED = "failed calling webhook";

  /// @throws JudgeUnreachable when the file holds no certificate
  static ApiServer at(URI url, Path caFile, Path tokenFile) {
    return new ApiServer(ApiServerClient.at(url, caFile, tokenFile));
  }

  @Override
  public Trial of(JsonNode pod, String namespace) {
    ObjectNode object = Trial.placed(pod, namespace);
    String name = Trial.name(object);
    ApiServerClient.Reply reply = created(object);
    if (reply.isGood()) {
      return accepted(name, reply.body());
    }
    String message = reply.message();
    if (message.contains(OURS) && message.contains(DENIED)) {
      String words = message.substring(message.indexOf(DENIED) + DENIED.length());
      return Trial.refused(name, reply.code(), words);
    }
    if (message.contains(OURS) && message.contains(FAILED)) {
      return new Trial(name, Outcome.Undecided.name(), "", message);
    }
    throw new JudgeUnreachable(
        "%s does not take pod %s (%d), and not for cgrant's sake: %s"
            .formatted(client.url(), name, reply.code(), message));
  }

  @Override
  public void close() {
    client.close();
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

  private ApiServerClient.Reply created(ObjectNode pod) {
    String namespace = pod.at("/metadata/namespace").asText();
    return client.post(
        "/api/v1/namespaces/" + namespace + "/pods?dryRun=All&fieldManager=cgrant-try", pod);
  }
}
