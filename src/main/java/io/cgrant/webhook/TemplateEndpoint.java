// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.admission.Answer;
import io.cgrant.admission.AuthorPatch;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.ReviewWriter;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Authorship;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.WorkloadControllers;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Records in a template who writes it. Never refuses: its pods are judged when they are made.
public final class TemplateEndpoint implements Handler<HttpServerRequest> {

  private final PostedReview review;
  private final SnapshotSource snapshots;
  private final WorkloadControllers controllers;
  private final Tally tally;

  public TemplateEndpoint(
      Vertx vertx,
      SnapshotSource snapshots,
      WorkloadControllers controllers,
      BodyRoom bodies,
      Tally tally) {
    this.review = new PostedReview(vertx, bodies, tally);
    this.snapshots = snapshots;
    this.controllers = controllers;
    this.tally = tally;
  }

  @Override
  public void handle(HttpServerRequest request) {
    review.receive(request, (body, deadline) -> answer(request, body));
  }

  private void answer(HttpServerRequest request, byte[] body) {
    long began = System.nanoTime();
    try {
      review.answer(request, answer(body));
      tally.answered(EndpointPath.MutateTemplate, System.nanoTime() - began);
    } catch (Unreadable e) {
      review.reject(request, Rejection.Unreadable, e.getMessage());
    }
  }

  private byte[] answer(byte[] body) {
    Ask ask = ReviewReader.read(body, Ask.Phase.Mutate);
    if (ask.phase() != Ask.Phase.Preview) {
      throw new Unreadable("/request/kind: is no workload with a template");
    }
    var snapshot = snapshots.current(ask.subject().namespace());
    var patch = AuthorPatch.plan(ask, Authorship.due(ask, snapshot, controllers));
    return ReviewWriter.write(ask.uid(), new Answer(Optional.empty(), List.of(), patch, Map.of()));
  }
}
