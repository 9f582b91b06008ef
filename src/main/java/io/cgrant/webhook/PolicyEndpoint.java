// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.admission.Answer;
import io.cgrant.admission.Answer.Denial;
import io.cgrant.manifest.ReviewWriter;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.PolicyReview;
import io.cgrant.reading.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Refuses a policy that makes no sense when it is written, so that its author hears why at once,
/// before it stands in the status. Reading one may take a while, so it is done off the event loop.
public final class PolicyEndpoint implements Handler<HttpServerRequest> {

  /// In bytes, of one review. It holds a policy twice, as it was and as it shall be: with all lists
  /// of its schema full of the longest texts that is 600 KB, and usually a few.
  static final int LARGEST = 2 * 1024 * 1024;

  /// One of the largest size, or dozens of usual ones.
  static final BoundedWorkers.Bounds WAITING = new BoundedWorkers.Bounds(2, 32, LARGEST);

  private static final int MOST_PROBLEMS = 50;
  private static final int LONGEST_LINE = 1_000;

  private final PostedReview posted;
  private final Tally tally;
  private final BoundedWorkers workers;
  private final ExpressionCompiler compiler;

  /// @param compiler for the expressions of policies
  public PolicyEndpoint(Vertx vertx, BodyRoom bodies, Tally tally, ExpressionCompiler compiler) {
    this.posted = new PostedReview(vertx, LARGEST, bodies, tally);
    this.tally = tally;
    this.workers = new BoundedWorkers(vertx, "cgrant-policy", WAITING);
    this.compiler = compiler.onlyToCheck();
  }

  @Override
  public void handle(HttpServerRequest request) {
    posted.receive(
        request,
        (body, deadline) -> {
          long began = System.nanoTime();
          workers.run(
              body.length,
              () -> inTime(body, deadline),
              outcome -> finish(request, outcome, began));
        });
  }

  private void finish(
      HttpServerRequest request, BoundedWorkers.Outcome<byte[]> outcome, long began) {
    posted.answering(
        request,
        () -> {
          switch (outcome) {
            case BoundedWorkers.Outcome.Done<byte[]>(var answer) -> {
              posted.answer(request, answer);
              tally.answered(EndpointPath.ValidatePolicy, System.nanoTime() - began);
            }
            case BoundedWorkers.Outcome.Failed<byte[]>(var why) -> fail(request, why);
            case BoundedWorkers.Outcome.Never<byte[]> never ->
                posted.reject(request, Rejection.Busy);
          }
        });
  }

  /// Nobody waits for the answer any more when the time is over.
  private Optional<byte[]> inTime(byte[] body, Deadline deadline) {
    return deadline.isOver(System.nanoTime()) ? Optional.empty() : Optional.of(answer(body));
  }

  private byte[] answer(byte[] body) {
    PolicyReview review = PolicyReview.read(body, compiler);
    Answer answer =
        switch (review.reading()) {
          case PolicyReading.Ready(var policy, var warnings) ->
              answer(Optional.empty(), warnings.stream().map(Problem::toString).toList());
          case PolicyReading.Invalid(var name, var generation, var problems) ->
              answer(Optional.of(new Denial(422, "Invalid", message(problems))), List.of());
        };
    return ReviewWriter.write(review.uid(), answer);
  }

  private static Answer answer(Optional<Denial> denial, List<String> warnings) {
    return new Answer(denial, warnings, List.of(), Map.of());
  }

  private static String message(List<Problem> problems) {
    var lines = new StringBuilder("this policy makes no sense and would grant nothing:");
    for (Problem problem : problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS))) {
      String line = problem.toString();
      lines.append("\n- ").append(line, 0, Math.min(line.length(), LONGEST_LINE));
    }
    if (problems.size() > MOST_PROBLEMS) {
      lines.append("\n- and ").append(problems.size() - MOST_PROBLEMS).append(" more");
    }
    return lines.toString();
  }

  private void fail(HttpServerRequest request, Throwable failure) {
    if (failure instanceof Unreadable unreadable) {
      posted.reject(request, Rejection.Unreadable, unreadable.getMessage());
      return;
    }
    posted.fail(request, "reading a policy that is being written failed", failure);
  }
}
