// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import io.cgrant.access.ApiServerAway;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.sweep.HolderPages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Answers questions, on a thread that may block. What takes CPU or memory is done for one at a
/// time on each route, so that the webhook keeps both.
public final class ApiDesk {

  /// Whoever waits longer for a turn is told to come back.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Doorkeeper doorkeeper;
  private final ApiTrouble trouble = new ApiTrouble();
  private final Map<ApiRoute, Responder> responders = new EnumMap<>(ApiRoute.class);
  private final Map<ApiRoute, Semaphore> turns = new EnumMap<>(ApiRoute.class);

  /// What this replica knows of its cluster.
  ///
  /// @param age how long ago it was last known to be true
  public record Knowledge(
      SnapshotSource snapshots,
      Supplier<Duration> age,
      HolderPages holders,
      Supplier<List<KnownPolicy>> policies) {}

  public ApiDesk(Doorkeeper doorkeeper, Knowledge knowledge) {
    this.doorkeeper = doorkeeper;
    for (ApiRoute route : ApiRoute.values()) {
      responders.put(route, responder(route, knowledge));
      turns.put(route, new Semaphore(1, true));
    }
  }

  private Responder responder(ApiRoute route, Knowledge knowledge) {
    return switch (route) {
      case Explain ->
          new ExplainResponder(new Explainer(knowledge.snapshots(), knowledge.age()), doorkeeper);
      case Grants -> new GrantsResponder(knowledge.holders());
      case Policies -> new PoliciesResponder(knowledge.policies());
      case OpenApi -> new OpenApiResponder();
    };
  }

  Doorkeeper.Admission admit(Question question) {
    try {
      return doorkeeper.admit(question);
    } catch (RuntimeException e) {
      return new Doorkeeper.Admission.Out(failed(e));
    }
  }

  Reply answer(Question question, Doorkeeper.Admission.In by, byte[] body) {
    Semaphore turn = turns.get(question.route());
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy();
    }
    try {
      return responders.get(question.route()).answer(question, by, body);
    } catch (RuntimeException | StackOverflowError e) {
      return failed(e);
    } finally {
      turn.release();
    }
  }

  static Reply busy() {
    return Problem.of(ApiOutcome.Busy, "too much is under way at once; try again");
  }

  Reply failed(Throwable why) {
    if (why instanceof ApiServerAway || why instanceof KubernetesClientException) {
      trouble.away(why);
      return Problem.of(
          ApiOutcome.Unavailable,
          "the API server could not be asked, and without it nobody is answered; try again");
    }
    trouble.failed(why);
    return Problem.of(ApiOutcome.Failed, "cgrant failed on this request; its log says why");
  }
}
