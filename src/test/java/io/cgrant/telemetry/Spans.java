// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.cgrant.admission.AuditEntry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What traces say of a decision.
public final class Spans {

  private Spans() {}

  /// All of its span, as a text.
  public static String of(AuditEntry entry) {
    var ended = new Ended(new ArrayList<>());
    try (SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(ended).build()) {
      new DecisionSpans(provider.get("test"))
          .record(
              MultiMap.caseInsensitiveMultiMap(),
              entry,
              Moments.now(System.nanoTime()),
              Optional.empty());
    }
    SpanData span = ended.spans().getFirst();
    return "%s %s %s %s %s"
        .formatted(
            span.getName(),
            span.getAttributes(),
            span.getStatus(),
            span.getEvents(),
            span.getLinks());
  }

  private record Ended(List<SpanData> spans) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
