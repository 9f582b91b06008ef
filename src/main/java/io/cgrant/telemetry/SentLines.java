// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.cgrant.outlet.Backlog;
import io.cgrant.outlet.Drops;
import io.cgrant.outlet.Outlet;
import io.cgrant.ownership.TopOwners;
import io.cgrant.policy.Outcome;
import io.cgrant.record.Line;
import io.cgrant.record.OwnedLines;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/// The decision log as log records: the line is the body, and a few attributes by which a collector
/// may sort it.
public final class SentLines implements Outlet<Line> {

  /// Rarer than for a file: each look may be a request.
  private static final Backlog.Terms TERMS =
      new Backlog.Terms("cgrant-otlp-logs", 4_096, 8 << 20, Duration.ofMillis(200));

  private static final String DECISION = "cgrant.decision";
  private static final String DRIFT = "cgrant.drift";
  private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("cgrant.verdict");
  private static final AttributeKey<String> CHANGE = AttributeKey.stringKey("cgrant.change");
  private static final AttributeKey<String> POLICY = AttributeKey.stringKey("cgrant.policy");
  private static final AttributeKey<String> NAMESPACE =
      AttributeKey.stringKey("k8s.namespace.name");

  private final LogRecordExporter exporter;
  private final Batches<LogRecordData> batches;
  private final SdkLoggerProvider provider;
  private final Logger logger;

  /// By the record that was emitted last: the SDK returns nothing.
  private Settled settled = Settled.NONE;

  SentLines(LogRecordExporter exporter, Resource resource) {
    this.exporter = exporter;
    this.batches = new Batches<>(exporter::export);
    this.provider =
        SdkLoggerProvider.builder()
            .setResource(resource)
            .addLogRecordProcessor(new Collecting())
            .build();
    this.logger = provider.get("io.cgrant.audit");
  }

  /// @param owners what lines say of owners above those that a pod names
  public static Backlog<Line> to(Collector collector, Drops drops, TopOwners owners) {
    return to(collector, drops, owners, TERMS);
  }

  static Backlog<Line> to(Collector collector, Drops drops, TopOwners owners, Backlog.Terms terms) {
    var sent = new SentLines(Exporters.ofLogs(collector), Exporters.resource(collector));
    var outlet = new OwnedLines(sent, owners, InstantSource.system());
    return new Backlog<>(terms, Line::length, outlet, drops);
  }

  @Override
  public Settled write(Line line) {
    LogRecordBuilder record =
        logger
            .logRecordBuilder()
            .setTimestamp(line.at())
            .setObservedTimestamp(line.at())
            .setContext(Context.root())
            .setSeverity(severity(line.outcome()))
            .setEventName(line.change().isPresent() ? DRIFT : DECISION)
            .setBody(text(line))
            .setAttribute(VERDICT, line.outcome().name())
            .setAttribute(NAMESPACE, line.namespace());
    line.policy().ifPresent(policy -> record.setAttribute(POLICY, policy));
    line.change().ifPresent(change -> record.setAttribute(CHANGE, change.name()));
    settled = Settled.NONE;
    record.emit();
    return settled;
  }

  @Override
  public Settled flush() {
    return batches.send();
  }

  @Override
  public void close() {
    provider.close();
    exporter.close();
  }

  /// Without its end.
  private static String text(Line line) {
    return new String(line.json(), 0, line.length() - 1, StandardCharsets.UTF_8);
  }

  private static Severity severity(Outcome outcome) {
    return switch (outcome) {
      case NotAsked, Granted -> Severity.INFO;
      case Refused -> Severity.WARN;
      case Undecided -> Severity.ERROR;
    };
  }

  /// The SDK's own batches would drop without telling us.
  private final class Collecting implements LogRecordProcessor {
    @Override
    public void onEmit(Context context, ReadWriteLogRecord record) {
      LogRecordData data = record.toLogRecordData();
      settled = batches.add(data, data.getBodyValue().asString().length());
    }
  }
}
