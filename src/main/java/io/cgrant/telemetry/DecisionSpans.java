// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.cgrant.admission.AuditEntry;
import io.cgrant.admission.Printable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Outcome;
import io.cgrant.policy.Verdict;
import io.cgrant.webhook.Detour;
import io.cgrant.webhook.EndpointPath;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/// Makes the span of a decision once it is over, in the trace that the request names. Children only
/// where time can go: waiting for a turn to ask the API server, and asking it.
final class DecisionSpans {

  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("cgrant.verdict");
  private static final AttributeKey<String> POLICY = AttributeKey.stringKey("cgrant.policy");
  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("cgrant.cause");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("cgrant.operation");
  private static final AttributeKey<String> UID = AttributeKey.stringKey("cgrant.uid");

  /// A UID has 36 characters; what is longer is of somebody who is no API server.
  private static final int LONGEST_UID = 64;

  private final Tracer tracer;

  DecisionSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  void record(MultiMap headers, AuditEntry entry, Moments moments, Optional<Detour> detour) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, Given.HEADERS);
    String path = EndpointPath.of(entry.ask().phase()).path();
    Span span =
        tracer
            .spanBuilder("cgrant " + path)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(moments.at(moments.end() - entry.took().toNanos()))
            .startSpan();
    if (span.isRecording()) {
      span.setAttribute(PATH, path);
      describe(span, entry);
      detour.ifPresent(d -> children(d, parent.with(span), moments));
    }
    span.end(moments.at(moments.end()));
  }

  private static void describe(Span span, AuditEntry entry) {
    Ask ask = entry.ask();
    span.setAttribute(OPERATION, ask.operation().name());
    String uid = ask.uid().substring(0, Math.min(LONGEST_UID, ask.uid().length()));
    span.setAttribute(UID, Printable.of(uid));
    span.setAttribute(VERDICT, Outcome.of(entry.verdict()).name());
    switch (entry.verdict()) {
      case Verdict.NotAsked untouched -> {}
      case Verdict.Refused refused -> {}
      case Verdict.Granted granted -> span.setAttribute(POLICY, granted.policy().name());
      case Verdict.Undecided undecided -> {
        span.setAttribute(CAUSE, undecided.cause().name());
        span.setStatus(StatusCode.ERROR, undecided.cause().name());
      }
    }
  }

  private void children(Detour detour, Context parent, Moments moments) {
    long turn = detour.turn().orElse(detour.back());
    child("wait for a turn to ask", detour.left(), turn, parent, moments);
    if (detour.turn().isPresent()) {
      child("ask the API server", turn, detour.back(), parent, moments);
    }
  }

  private void child(String name, long from, long to, Context parent, Moments moments) {
    tracer
        .spanBuilder(name)
        .setParent(parent)
        .setStartTimestamp(moments.at(from))
        .startSpan()
        .end(moments.at(to));
  }

  /// How the propagator reads them.
  private enum Given implements TextMapGetter<MultiMap> {
    HEADERS;

    /// As W3C lets it be cut: more need not be passed on, and all of it would wait with the span.
    private static final int LONGEST = 512;

    @Override
    public Iterable<String> keys(MultiMap headers) {
      return headers.names();
    }

    /// What stands in several headers is one list; of a parent there can only be one, and a list of
    /// them is none.
    @Override
    public String get(MultiMap headers, String name) {
      List<String> values = headers == null ? List.of() : headers.getAll(name);
      String value = String.join(",", values);
      return values.isEmpty() || value.length() > LONGEST ? null : value;
    }
  }
}
