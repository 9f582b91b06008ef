// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.cgrant.admission.AuditEntry;
import io.cgrant.outlet.Drops;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.webhook.Detour;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SentSpansTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Ask ASK = Asks.validate(Pods.granted().view());
  private static final Verdict REFUSED = new Verdict.Refused(List.of());

  private final Drops drops = new Drops();

  @Test
  void isInTheTraceThatTheRequestNames() {
    MultiMap headers = parent("01").add("tracestate", "a=1").add("tracestate", "b=2");
    var granted = new Verdict.Granted(Worlds.policy("ray"), List.of());
    long before = nanos(Instant.now());
    List<Span> spans = sent(1, 1, s -> decide(s, headers, granted, Optional.empty()));

    assertEquals(1, spans.size());
    Span span = spans.getFirst();
    assertEquals(TRACE, hex(span.getTraceId()));
    assertEquals(PARENT, hex(span.getParentSpanId()));
    assertEquals("a=1,b=2", span.getTraceState());
    assertEquals("cgrant /validate", span.getName());
    assertEquals(Span.SpanKind.SPAN_KIND_SERVER, span.getKind());
    assertEquals(
        Map.of(
            "cgrant.operation",
            "CREATE",
            "cgrant.policy",
            "ray",
            "cgrant.uid",
            "uid-1",
            "cgrant.verdict",
            "Granted",
            "url.path",
            "/validate"),
        Receiver.attributes(span.getAttributesList()));
    assertEquals(Status.StatusCode.STATUS_CODE_UNSET, span.getStatus().getCode());
    assertEquals(
        Duration.ofMillis(3).toNanos(), span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
    long after = nanos(Instant.now());
    long slack = Duration.ofSeconds(10).toNanos();
    long ended = span.getEndTimeUnixNano();
    assertTrue(ended > before - slack && ended < after + slack, () -> ended - before + " ns");
  }

  @Test
  void whatNobodyDecidedIsAnError() {
    var undecided = new Verdict.Undecided(Verdict.Cause.OutOfTime, "over");
    Span span = sent(1, 1, s -> decide(s, parent("01"), undecided, Optional.empty())).getFirst();

    assertEquals(Status.StatusCode.STATUS_CODE_ERROR, span.getStatus().getCode());
    assertEquals("OutOfTime", Receiver.attributes(span.getAttributesList()).get("cgrant.cause"));
  }

  @Test
  void whoeverSendsARequestWritesNoMoreThanAWordOfItsUid() {
    String uid = "a\n\u001b[2J\u202e" + "b".repeat(1_000_000);
    var ask =
        new Ask(
            uid,
            ASK.phase(),
            ASK.operation(),
            ASK.subject(),
            ASK.pod(),
            Optional.empty(),
            ASK.requester(),
            false);
    var entry = new AuditEntry(ask, REFUSED, Duration.ofMillis(3));
    Span span =
        sent(1, 1, s -> s.record(parent("01"), entry, System.nanoTime(), Optional.empty()))
            .getFirst();
    String told = Receiver.attributes(span.getAttributesList()).get("cgrant.uid");
    assertEquals("a??[2J?" + "b".repeat(57), told);
  }

  @Test
  void waitingForTheApiServerAndAskingItAreChildren() {
    long ended = System.nanoTime();
    var detour = new Detour(ended - 2_000_000, OptionalLong.of(ended - 1_500_000), ended - 1_000);
    List<Span> spans =
        sent(3, 1, s -> decide(s, parent("01"), REFUSED, ended, Optional.of(detour)));

    Map<String, Span> byName =
        spans.stream().collect(Collectors.toMap(Span::getName, span -> span));
    Span parent = byName.get("cgrant /validate");
    Span wait = byName.get("wait for a turn to ask");
    Span ask = byName.get("ask the API server");
    assertEquals(3, byName.size());
    assertEquals(parent.getSpanId(), wait.getParentSpanId());
    assertEquals(parent.getSpanId(), ask.getParentSpanId());
    assertEquals(500_000, wait.getEndTimeUnixNano() - wait.getStartTimeUnixNano());
    assertEquals(wait.getEndTimeUnixNano(), ask.getStartTimeUnixNano());
    assertEquals(1_499_000, ask.getEndTimeUnixNano() - ask.getStartTimeUnixNano());
    assertEquals(2_000_000, parent.getEndTimeUnixNano() - wait.getStartTimeUnixNano());
  }

  @Test
  void whoseTurnNeverCameOnlyWaited() {
    long ended = System.nanoTime();
    var detour = new Detour(ended - 2_000_000, OptionalLong.empty(), ended);
    List<Span> spans =
        sent(2, 1, s -> decide(s, parent("01"), REFUSED, ended, Optional.of(detour)));

    assertEquals(
        List.of("wait for a turn to ask", "cgrant /validate"),
        spans.stream().map(Span::getName).toList());
  }

  @Test
  void theApiServersWordOnSamplingCountsWhateverOursIs() {
    assertEquals(List.of(), sent(0, 1, s -> decide(s, parent("00"), REFUSED, Optional.empty())));
    assertEquals(1, sent(1, 0, s -> decide(s, parent("01"), REFUSED, Optional.empty())).size());
  }

  @Test
  void whereNoTraceIsNamedOursCounts() {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    assertEquals(List.of(), sent(0, 0, s -> decide(s, none, REFUSED, Optional.empty())));
    List<Span> spans = sent(1, 1, s -> decide(s, none, REFUSED, Optional.empty()));
    assertEquals(ByteString.EMPTY, spans.getFirst().getParentSpanId());
  }

  @Test
  void twoParentsAreNoneAndALongStateIsNotKept() {
    MultiMap two = parent("01").add("traceparent", parent("01").get("traceparent"));
    assertEquals(
        ByteString.EMPTY,
        sent(1, 1, s -> decide(s, two, REFUSED, Optional.empty())).getFirst().getParentSpanId());
    MultiMap longState = parent("01").add("tracestate", "a=" + "x".repeat(600));
    Span span = sent(1, 1, s -> decide(s, longState, REFUSED, Optional.empty())).getFirst();
    assertEquals(TRACE, hex(span.getTraceId()));
    assertEquals("", span.getTraceState());
  }

  @Test
  void aShareIsFromZeroToOne() {
    assertThrows(IllegalArgumentException.class, () -> sent(0, 1.5, s -> {}));
  }

  @Test
  void aReceiverThatHangsHoldsNobodyAndEachSpanIsCounted() {
    try (var receiver = new Receiver()) {
      receiver.hang();
      var spans = open(receiver, 1);
      for (int i = 0; i < 10_000; i++) {
        decide(spans, parent("01"), REFUSED, Optional.empty());
      }
      assertTrue(drops.count(Drops.Cause.QueueFull) >= 10_000 - 5_000);
      spans.close();
      await()
          .until(
              () ->
                  drops.count(Drops.Cause.QueueFull)
                          + drops.count(Drops.Cause.Closed)
                          + drops.count(Drops.Cause.Sink)
                      == 10_000);
    }
  }

  private static void decide(
      SentSpans spans, MultiMap headers, Verdict verdict, Optional<Detour> detour) {
    decide(spans, headers, verdict, System.nanoTime(), detour);
  }

  private static void decide(
      SentSpans spans, MultiMap headers, Verdict verdict, long ended, Optional<Detour> detour) {
    spans.record(headers, new AuditEntry(ASK, verdict, Duration.ofMillis(3)), ended, detour);
  }

  private List<Span> sent(int expected, double sampling, Consumer<SentSpans> what) {
    try (var receiver = new Receiver()) {
      try (SentSpans spans = open(receiver, sampling)) {
        what.accept(spans);
        await().until(() -> receiver.spans().size() >= expected);
      }
      return receiver.spans();
    }
  }

  private SentSpans open(Receiver receiver, double sampling) {
    var collector =
        new Collector(
            receiver.url(),
            Optional.empty(),
            Optional.empty(),
            new Collector.Sender("1", "cgrant-1"));
    return SentSpans.to(collector, sampling, drops);
  }

  private static MultiMap parent(String flags) {
    return MultiMap.caseInsensitiveMultiMap()
        .add("Traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static long nanos(Instant instant) {
    return TimeUnit.MILLISECONDS.toNanos(instant.toEpochMilli());
  }
}
