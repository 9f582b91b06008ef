// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.cgrant.admission.AuditEntry;
import io.cgrant.outlet.Backlog;
import io.cgrant.outlet.Drops;
import io.cgrant.outlet.Outlet;
import io.cgrant.webhook.Detour;
import io.cgrant.webhook.Tracing;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/// A span of each decision that is sampled, sent by a thread of its own.
public final class SentSpans implements Tracing {

  /// Rarer than lines: nobody reads a trace within the second.
  private static final Backlog.Terms TERMS =
      new Backlog.Terms("cgrant-otlp-traces", 4_096, 8 << 20, Duration.ofMillis(500));

  /// In bytes, with all that a sender can make long.
  private static final int USUAL_SIZE = 2_048;

  private final Backlog<SpanData> backlog;
  private final DecisionSpans spans;

  SentSpans(SpanExporter exporter, Resource resource, double sampling, Drops drops) {
    this.backlog = new Backlog<>(TERMS, span -> USUAL_SIZE, new Sending(exporter), drops);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampling)))
            // The SDK's own processor of batches would drop without telling us.
            .addSpanProcessor(new EndedSpans(backlog::add))
            .build();
    this.spans = new DecisionSpans(provider.get("io.cgrant.webhook"));
  }

  /// @param sampling of decisions that are part of no trace, the share that begin one
  /// @throws IllegalArgumentException when that is no share
  public static SentSpans to(Collector collector, double sampling, Drops drops) {
    return new SentSpans(
        Exporters.ofSpans(collector), Exporters.resource(collector), sampling, drops);
  }

  @Override
  public void decided(
      HttpServerRequest request, AuditEntry entry, long ended, Optional<Detour> detour) {
    record(request.headers(), entry, ended, detour);
  }

  void record(MultiMap headers, AuditEntry entry, long ended, Optional<Detour> detour) {
    spans.record(headers, entry, Moments.now(ended), detour);
  }

  @Override
  public void close() {
    backlog.close();
  }

  private static final class Sending implements Outlet<SpanData> {
    private final SpanExporter exporter;
    private final Batches<SpanData> batches;

    Sending(SpanExporter exporter) {
      this.exporter = exporter;
      this.batches = new Batches<>(exporter::export);
    }

    @Override
    public Settled write(SpanData span) {
      return batches.add(span, USUAL_SIZE);
    }

    @Override
    public Settled flush() {
      return batches.send();
    }

    @Override
    public void close() {
      exporter.close();
    }
  }
}
