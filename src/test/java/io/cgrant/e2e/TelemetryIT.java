// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.fuzz.AbuseCase;
import io.cgrant.metric.Presence;
import io.cgrant.record.Lines;
import io.cgrant.telemetry.Receiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where the packaged cgrant's decisions go beside standard output: a file, and a collector.
final class TelemetryIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Path FOLDER = Path.of("target/telemetry").toAbsolutePath();
  private static final Path FILE = FOLDER.resolve("decisions.log");
  private static final Path CLASSES = FOLDER.resolve("classes.log");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private final JsonNode pod = Manifests.read(AbuseCase.refused().pod()).getFirst();

  @Test
  void everyLineIsInOneOfTheFilesAndNothingThatIsOffIsLoaded() {
    Folders.delete(FOLDER);
    int portOfTheHttpApi = Ports.free();
    var options =
        List.of(
            "-Dcgrant.api.port=" + portOfTheHttpApi,
            "-Xlog:class+load:file=" + CLASSES,
            "-Dcgrant.decision-log.file=" + FILE,
            "-Dcgrant.decision-log.file-size=4K",
            "-Dcgrant.decision-log.files-kept=40");
    var uids = new TreeSet<String>();
    try (var cgrant = new OfflineProcess(FOLDER, options)) {
      for (int i = 0; i < 40; i++) {
        uids.add(refuse(cgrant, Map.of()));
      }
      Wait.upTo(SOON).until("all is in the files", () -> uids().equals(uids));
      // Nothing moves the files any more.
      assertEquals(uids.size(), lines().size());
      assertTrue(Files.exists(FOLDER.resolve("decisions.log.1")), "never rotated");
      assertEquals(List.of(), DecisionLines.in(cgrant.log()));
      assertThrows(
          ConnectException.class,
          () -> new Socket("127.0.0.1", portOfTheHttpApi).close(),
          "the HTTP API is off");
    }
    List<String> loaded = Manifests.text(CLASSES).lines().toList();
    assertTrue(loaded.stream().anyMatch(l -> l.contains("io.cgrant.webhook.AdmissionEndpoint ")));
    assertEquals(List.of(), loaded.stream().filter(l -> l.contains("opentelemetry")).toList());
    assertEquals(
        List.of(), loaded.stream().filter(TelemetryIT::isOfTheHttpApi).toList(), "of the HTTP API");
  }

  @Test
  void aCollectorGetsLinesAndSpansAndOneThatHangsDelaysNoVerdict() {
    Path folder = FOLDER.resolveSibling("telemetry-sent");
    Folders.delete(folder);
    try (var receiver = new Receiver()) {
      var options =
          List.of("-Dcgrant.otlp.endpoint=" + receiver.url(), "-Dcgrant.otlp.traces=true");
      try (var cgrant = new OfflineProcess(folder, options)) {
        assertSent(cgrant, receiver);
        receiver.hang();
        assertNotDelayed(cgrant);
        cgrant.terminate();
        Wait.upTo(SOON).until("it has ended", () -> !cgrant.isAlive());
        String log = Manifests.text(cgrant.log());
        assertTrue(log.contains("Failed to export logs"), log);
        assertFalse(log.contains("\tat "), "a stack trace");
      }
    }
  }

  /// But for the words that a metric of its is declared with.
  private static boolean isOfTheHttpApi(String line) {
    boolean isOfIt =
        Stream.of("io.cgrant.api.", "io.cgrant.access.", "io.cgrant.explain.", "CallerPort")
            .anyMatch(line::contains);
    return isOfIt && !line.matches(".*\\.Api(Route|Outcome)[ $].*");
  }

  private void assertSent(OfflineProcess cgrant, Receiver receiver) {
    String traced = refuse(cgrant, Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01"));
    refuse(cgrant, Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-00"));
    String own = refuse(cgrant, Map.of());
    Wait.upTo(SOON).until("three lines are sent", () -> receiver.logs().size() == 3);
    Wait.upTo(SOON).until("two spans are sent", () -> receiver.spans().size() == 2);

    // Each sink has a thread of its own.
    Wait.upTo(SOON).until("three are written", () -> DecisionLines.in(cgrant.log()).size() == 3);
    assertEquals(
        DecisionLines.in(cgrant.log()),
        receiver.logs().stream().map(r -> Lines.parsed(r.getBody().getStringValue())).toList());
    Span first = receiver.spans().getFirst();
    assertEquals(TRACE, HexFormat.of().formatHex(first.getTraceId().toByteArray()));
    assertEquals(PARENT, HexFormat.of().formatHex(first.getParentSpanId().toByteArray()));
    assertEquals(
        List.of(traced, own),
        receiver.spans().stream()
            .map(s -> Receiver.attributes(s.getAttributesList()).get("cgrant.uid"))
            .toList());
    assertEquals("cgrant", receiver.resources().getFirst().get("service.name"));
    var exposed = new ExposedSeries(cgrant.metricsText());
    assertEquals(List.of(), exposed.contradictions(Set.of(Presence.Always, Presence.Collector)));
    assertEquals(0, exposed.sum("cgrant_otlp_dropped_total"));
  }

  private void assertNotDelayed(OfflineProcess cgrant) {
    int count = 200;
    int before = DecisionLines.in(cgrant.log()).size();
    var took = new ArrayList<Duration>();
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      refuse(cgrant, Map.of());
      took.add(Duration.ofNanos(System.nanoTime() - began));
    }
    Duration slowest = Collections.max(took);
    assertTrue(slowest.toMillis() < 2_000, () -> "a verdict took " + slowest);
    Wait.upTo(SOON)
        .until(
            () -> "each is counted once as lost; Logs " + dropped(cgrant, "Logs"),
            () -> dropped(cgrant, "Logs") == count && dropped(cgrant, "Traces") == count);
    Wait.upTo(SOON)
        .until(
            () -> "each is written: " + DecisionLines.in(cgrant.log()).size(),
            () -> DecisionLines.in(cgrant.log()).size() == before + count);
  }

  private static double dropped(OfflineProcess cgrant, String signal) {
    return new ExposedSeries(cgrant.metricsText())
        .sum("cgrant_otlp_dropped_total{signal=\"" + signal + "\"}");
  }

  /// @return the uid of the review
  private String refuse(OfflineProcess cgrant, Map<String, String> headers) {
    JsonNode review = Review.of(pod);
    var answer = cgrant.post("/validate", KeptConnection.bytes(review), headers);
    assertEquals(200, answer.statusCode());
    return review.at("/request/uid").textValue();
  }

  /// Of all lines; of none where a file was renamed between two looks.
  private static Set<String> uids() {
    try {
      return lines().stream().map(l -> l.get("uid").textValue()).collect(Collectors.toSet());
    } catch (UncheckedIOException e) {
      return Set.of();
    }
  }

  private static List<JsonNode> lines() {
    return files().flatMap(file -> Folders.lines(file).stream()).map(Lines::parsed).toList();
  }

  private static Stream<Path> files() {
    return Stream.iterate(0, i -> i + 1)
        .limit(41)
        .map(i -> i == 0 ? FILE : FILE.resolveSibling(FILE.getFileName() + "." + i))
        .filter(Files::exists);
  }
}
