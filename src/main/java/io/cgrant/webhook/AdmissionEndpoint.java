// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.admission.Answer;
import io.cgrant.admission.AuditEntry;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.ReviewWriter;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.Verdict;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// One admission endpoint: read, decide, write. All of it on the event loop, but for what must be
/// asked of the API server: a namespace or RuntimeClass too new for the cache, a quota, RBAC.
public final class AdmissionEndpoint implements Handler<HttpServerRequest> {

  private final PostedReview review;
  private final Ask.Phase phase;
  private final EndpointPath path;
  private final SnapshotSource snapshots;
  private final LiveReadPool liveRead;
  private final Consumer<AuditEntry> audit;
  private final Tally tally;
  private final Tracing tracing;

  public AdmissionEndpoint(
      Vertx vertx,
      Ask.Phase phase,
      SnapshotSource snapshots,
      LiveReadPool liveRead,
      BodyRoom bodies,
      Consumer<AuditEntry> audit,
      Tally tally,
      Tracing tracing) {
    this.review = new PostedReview(vertx, bodies, tally);
    this.phase = phase;
    this.path = EndpointPath.of(phase);
    this.snapshots = snapshots;
    this.liveRead = liveRead;
    this.audit = audit;
    this.tally = tally;
    this.tracing = tracing;
  }

  @Override
  public void handle(HttpServerRequest request) {
    review.receive(request, (body, deadline) -> answer(request, body, deadline));
  }

  private void answer(HttpServerRequest request, byte[] body, Deadline deadline) {
    long began = System.nanoTime();
    Ask ask;
    try {
      ask = ReviewReader.read(body, phase);
    } catch (Unreadable e) {
      review.reject(request, Rejection.Unreadable, e.getMessage());
      return;
    }
    Verdict verdict = decide(ask, () -> snapshots.current(ask.subject().namespace()), deadline);
    if (verdict instanceof Verdict.Undecided(var cause, var detail, var inquiry)
        && isForWantOfReading(cause)) {
      decideLater(request, ask, body.length, verdict, deadline, began);
      return;
    }
    finish(request, ask, verdict, began, Optional.empty());
  }

  private void decideLater(
      HttpServerRequest request, Ask ask, int size, Verdict sofar, Deadline deadline, long began) {
    long left = System.nanoTime();
    var turn = new AtomicReference<>(OptionalLong.empty());
    liveRead.run(
        size,
        deadline,
        bound -> {
          turn.set(OptionalLong.of(System.nanoTime()));
          return decideByReading(ask, bound, deadline);
        },
        later -> {
          var detour = new Detour(left, turn.get(), System.nanoTime());
          review.answering(
              request, () -> finish(request, ask, later.orElse(sofar), began, Optional.of(detour)));
        });
  }

  private static boolean isForWantOfReading(Verdict.Cause cause) {
    return switch (cause) {
      case UnknownNamespace, UnknownRuntimeClass, NeedsTestimony -> true;
      case NotSynced, NoApiServer, OutOfTime, InternalError -> false;
    };
  }

  /// Blocks. Asks one thing after the other, as long as there is time and each gets an answer.
  private Verdict decideByReading(Ask ask, Duration bound, Deadline deadline) {
    long end = System.nanoTime() + bound.toNanos();
    var taken = new AtomicReference<Snapshot>();
    Verdict verdict = decide(ask, () -> keep(taken, snapshots.refreshed(ask, bound)), deadline);
    while (verdict instanceof Verdict.Undecided undecided
        && undecided.inquiry().isPresent()
        && System.nanoTime() - end < 0) {
      Inquiry inquiry = undecided.inquiry().get();
      Snapshot before = taken.get();
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      verdict =
          decide(ask, () -> keep(taken, snapshots.inquired(ask, before, inquiry, left)), deadline);
      if (taken.get().equals(before)) {
        return verdict;
      }
    }
    return verdict;
  }

  private static Snapshot keep(AtomicReference<Snapshot> into, Snapshot snapshot) {
    into.set(snapshot);
    return snapshot;
  }

  private Verdict decide(Ask ask, SnapshotTaking taking, Deadline deadline) {
    try {
      Verdict verdict = Gate.decide(ask, taking.take());
      boolean late = deadline.isOver(System.nanoTime());
      return late && !(verdict instanceof Verdict.NotAsked)
          ? new Verdict.Undecided(Verdict.Cause.OutOfTime, "the request's time is over; try again")
          : verdict;
    } catch (RuntimeException | StackOverflowError e) {
      review.failures().tell("deciding request " + ask.uid() + " failed", e);
      return new Verdict.Undecided(
          Verdict.Cause.InternalError, "cgrant failed on this request; its log says why");
    }
  }

  private void finish(
      HttpServerRequest request, Ask ask, Verdict verdict, long began, Optional<Detour> detour) {
    Answer answer = Answer.to(ask, verdict);
    review.answer(request, ReviewWriter.write(ask.uid(), answer));
    long ended = System.nanoTime();
    tally.answered(path, ended - began);
    tally.decided(ask, verdict);
    var entry =
        new AuditEntry(
            ask,
            verdict,
            Duration.ofNanos(ended - began),
            answer.denial().map(Answer.Denial::message));
    audit.accept(entry);
    tracing.decided(request, entry, ended, detour);
  }

  @FunctionalInterface
  private interface SnapshotTaking {
    Snapshot take();
  }
}
