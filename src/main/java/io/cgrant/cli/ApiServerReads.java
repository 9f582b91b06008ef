// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Asks the API server itself, by a token.
record ApiServerReads(ApiServerClient client) implements Reads {

  private static final int NOT_FOUND = 404;

  @Override
  public Optional<JsonNode> get(String path) {
    ApiServerClient.Reply reply = client.get(path);
    if (reply.isGood()) {
      return Optional.of(reply.body());
    }
    if (reply.code() == NOT_FOUND) {
      return Optional.empty();
    }
    throw new JudgeUnreachable(
        "%s does not let %s be read (%d): %s"
            .formatted(client.url(), path, reply.code(), reply.message()));
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public void close() {
    client.close();
  }
}
