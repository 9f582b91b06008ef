// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What came of a pod that was sent, as seen by whoever sent it.
enum Outcome {
  /// What must come of it, by a decision.
  Right,
  /// Refused, as no replica answered the API server.
  Unanswered,
  /// Refused, as the connection to a replica broke. An API server does not ask a second time.
  Broken,
  /// Refused by a replica that could not decide.
  Undecided,
  /// Refused by a decision, and should not have been.
  Misjudged,
  /// Stored, and must not have been so.
  LetBy,
  /// Refused by the API server on its own account.
  ByApiServer,
  /// The sender got no answer at all.
  NoAnswer;

  /// In the words of Go.
  private static final List<String> BREAKS =
      List.of("EOF", "connection reset by peer", "broken pipe", "connection refused");

  static Outcome of(PodSort sort, Reply reply) {
    String message = reply.message();
    if (message.contains("failed calling webhook")) {
      return BREAKS.stream().anyMatch(message::contains) ? Broken : Unanswered;
    }
    if (message.contains("cannot decide yet")) {
      return Undecided;
    }
    boolean isRefused = message.contains("cgrant.io\" denied the request");
    if (!reply.accepted() && !isRefused) {
      return ByApiServer;
    }
    return switch (sort) {
      case Ordinary -> expected(isBare(reply.body()), reply);
      case Qualifying -> expected(isGranted(reply.body()), reply);
      case Unsafe -> reply.accepted() ? LetBy : Right;
    };
  }

  private static Outcome expected(boolean isAsItMustBe, Reply reply) {
    if (!reply.accepted()) {
      return Misjudged;
    }
    return isAsItMustBe ? Right : LetBy;
  }

  private static boolean isGranted(JsonNode pod) {
    return pod.at("/spec/runtimeClassName").asText().startsWith("cgroup-writable-")
        && pod.at("/metadata/annotations/cgrant.io~1granted-by").asText().startsWith("ray-");
  }

  private static boolean isBare(JsonNode pod) {
    return !pod.path("spec").has("runtimeClassName")
        && !pod.at("/metadata/annotations").has("cgrant.io/granted-by");
  }
}
