// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.cgrant.admission.AuditEntry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Optional;

/// What traces say of a decision.
public final class Spans {

  private Spans() {}

  /// All of its span, as a text.
  public static String of(AuditEntry entry) {
    var ended = new ArrayList<SpanData>();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(new EndedSpans(ended::add)).build()) {
      new DecisionSpans(provider.get("test"))
          .record(
              MultiMap.caseInsensitiveMultiMap(),
              entry,
              Moments.now(System.nanoTime()),
              Optional.empty());
    }
    SpanData span = ended.getFirst();
    return "%s %s %s %s %s"
        .formatted(
            span.getName(),
            span.getAttributes(),
            span.getStatus(),
            span.getEvents(),
            span.getLinks());
  }
}
