// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// How a collector is spoken to, and who speaks.
final class Exporters {

  /// One request with all its tries; so long is a batch waited for.
  static final Duration LONGEST = Duration.ofSeconds(4);

  /// The usual one waits so long between tries that a batch would be given up that is then taken.
  private static final RetryPolicy RETRIES =
      RetryPolicy.builder()
          .setMaxAttempts(3)
          .setInitialBackoff(Duration.ofMillis(200))
          .setMaxBackoff(Duration.ofSeconds(1))
          .build();

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final String COMPRESSION = "gzip";

  /// Says now and then why something was not taken. Kept here, or its filter would be lost.
  private static final Logger COMPLAINTS =
      Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");

  static {
    COMPLAINTS.setFilter(Exporters::inOneSentence);
  }

  private Exporters() {}

  /// That a collector is away is no fault of ours, which a stack trace would look like.
  private static boolean inOneSentence(LogRecord record) {
    record.setThrown(null);
    return true;
  }

  static LogRecordExporter ofLogs(Collector collector) {
    var builder =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(collector.address("v1/logs"))
            .setTimeout(LONGEST)
            .setConnectTimeout(CONNECT)
            .setCompression(COMPRESSION)
            .setRetryPolicy(RETRIES)
            .setMemoryMode(MemoryMode.IMMUTABLE_DATA);
    collector.headers().ifPresent(builder::setHeaders);
    collector.authority().map(Authority::pem).ifPresent(builder::setTrustedCertificates);
    return builder.build();
  }

  static SpanExporter ofSpans(Collector collector) {
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(collector.address("v1/traces"))
            .setTimeout(LONGEST)
            .setConnectTimeout(CONNECT)
            .setCompression(COMPRESSION)
            .setRetryPolicy(RETRIES)
            .setMemoryMode(MemoryMode.IMMUTABLE_DATA);
    collector.headers().ifPresent(builder::setHeaders);
    collector.authority().map(Authority::pem).ifPresent(builder::setTrustedCertificates);
    return builder.build();
  }

  /// As OpenTelemetry's conventions call it.
  static Resource resource(Collector collector) {
    return Resource.builder()
        .put("service.name", "cgrant")
        .put("service.version", collector.sender().version())
        .put("service.instance.id", collector.sender().instance())
        .build();
  }
}
