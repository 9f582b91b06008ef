// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// An OpenTelemetry collector as far as it takes OTLP by HTTP, on a free port of this machine.
public final class Receiver implements AutoCloseable {

  private static final int OK = 200;

  private final List<ResourceLogs> logs = new CopyOnWriteArrayList<>();
  private final List<ResourceSpans> spans = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile int status = OK;
  private volatile boolean hangs;

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/logs", this::takeLogs);
    server.createContext("/v1/traces", this::takeSpans);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// From now on it answers so.
  void answer(int code) {
    status = code;
  }

  /// From now on it takes requests and does not answer.
  public void hang() {
    hangs = true;
  }

  public List<LogRecord> logs() {
    return logs.stream()
        .flatMap(r -> r.getScopeLogsList().stream())
        .flatMap(s -> s.getLogRecordsList().stream())
        .toList();
  }

  public List<Span> spans() {
    return spans.stream()
        .flatMap(r -> r.getScopeSpansList().stream())
        .flatMap(s -> s.getSpansList().stream())
        .toList();
  }

  /// Of all that was sent.
  public List<Map<String, String>> resources() {
    return Stream.concat(
            logs.stream().map(ResourceLogs::getResource),
            spans.stream().map(ResourceSpans::getResource))
        .map(Resource::getAttributesList)
        .map(Receiver::attributes)
        .distinct()
        .toList();
  }

  List<String> authorizations() {
    return authorizations;
  }

  public static Map<String, String> attributes(List<KeyValue> list) {
    var attributes = new TreeMap<String, String>();
    list.forEach(a -> attributes.put(a.getKey(), a.getValue().getStringValue()));
    return attributes;
  }

  private void takeLogs(HttpExchange exchange) throws IOException {
    byte[] body = body(exchange);
    answer(
        exchange,
        () -> logs.addAll(ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()));
  }

  private void takeSpans(HttpExchange exchange) throws IOException {
    byte[] body = body(exchange);
    answer(
        exchange,
        () -> spans.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()));
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    try (var body = new GZIPInputStream(exchange.getRequestBody())) {
      return body.readAllBytes();
    }
  }

  /// Keeps it before it answers: who has the answer may look at once, or send the next.
  private void answer(HttpExchange exchange, Keeping keeping) throws IOException {
    if (hangs) {
      awaitEnd();
    } else {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      authorizations.add(authorization == null ? "" : authorization);
      int code = status;
      if (code == OK) {
        keeping.keep();
      }
      exchange.sendResponseHeaders(code, -1);
    }
    exchange.close();
  }

  @FunctionalInterface
  private interface Keeping {
    void keep() throws IOException;
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.close();
  }
}
