// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whoever reaches the ports of a server with the options of production: what strangers send, and
/// how long they take for it, neither ends the process nor keeps others from an answer.
final class StrangersIT {

  private static final int LARGEST = 8 * 1024 * 1024;

  private final OfflineProcess cgrant =
      new OfflineProcess(Path.of("target/strangers"), List.of("@src/main/jvm/server.options"));
  private final JsonNode pod = new World("strangers").ordinaryPod("ordinary");

  @AfterEach
  void close() {
    cgrant.close();
  }

  @Test
  void promisesTakeNoRoomAndLargeBodiesStopNoOrdinaryOne() throws IOException {
    var held = new ArrayList<KeptConnection>();
    try {
      for (int i = 0; i < 480; i++) {
        held.add(cgrant.connect());
        held.getLast().write(head(131_072).getBytes(StandardCharsets.US_ASCII));
        held.getLast().write(new byte[] {'{'});
      }
      for (int i = 0; i < 4; i++) {
        held.add(cgrant.connect());
        sendUnlessRefused(held.getLast());
      }
      answersOthers();
    } finally {
      for (KeptConnection connection : held) {
        connection.close();
      }
    }
  }

  private static void sendUnlessRefused(KeptConnection connection) {
    try {
      connection.write(head(LARGEST).getBytes(StandardCharsets.US_ASCII));
      connection.write(new byte[LARGEST - 1]);
    } catch (IOException e) {
      System.out.println("[e2e] refused: " + e.getMessage());
    }
  }

  @Test
  void largestBodiesAtOnceAreAnsweredOrToldToComeBack() throws Exception {
    atOnce(4, "/mutate", review("\"x\":\"" + "x".repeat(7_900_000) + "\""), List.of(200, 429));
    atOnce(4, "/mutate-template", review("\"x\":0" + " ".repeat(7_900_000)), List.of(400, 429));
    answersOthers();
  }

  @Test
  void policiesThatAreMuchOfOneThingAreAnsweredOrRefused() throws Exception {
    atOnce(
        1, "/validate-policy", review("\"x\":[" + "{},".repeat(1_000_000) + "{}]"), List.of(413));
    atOnce(
        4,
        "/validate-policy",
        review("\"x\":[" + "{},".repeat(600_000) + "{}]"),
        List.of(400, 429));
    atOnce(
        24,
        "/validate-policy",
        review("\"x\":\"" + "x".repeat(1_900_000) + "\""),
        List.of(200, 429));
    for (int i = 0; i < 60; i++) {
      String tail = "-".repeat(49_000) + i;
      String keys =
          IntStream.range(0, 40)
              .mapToObj(n -> "\"" + n + tail + "\":0")
              .collect(Collectors.joining(","));
      atOnce(1, "/validate-policy", review(keys), List.of(200));
    }
    answersOthers();
  }

  @Test
  void nothingIsSentToTheManagementPort() throws Exception {
    byte[] body = new byte[9_000_000];
    for (int i = 0; i < 12; i++) {
      try {
        int status = cgrant.postToManagement("/q/health/ready", body).statusCode();
        assertTrue(List.of(405, 413).contains(status), "HTTP " + status);
      } catch (UncheckedIOException e) {
        System.out.println("[e2e] refused: " + e.getMessage());
      }
    }
    assertEquals(405, cgrant.postToManagement("/q/metrics", new byte[0]).statusCode());
    answersOthers();
  }

  @Test
  void aRequestForNobodyIsRefusedWithoutALineInTheLog() throws IOException {
    for (String host : List.of("", "Host: [::\r\n", "Host: x:99999\r\n", "Host: x:a\r\n")) {
      try (KeptConnection connection = cgrant.connect()) {
        String request = "POST /mutate HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n{}";
        connection.write(request.getBytes(StandardCharsets.US_ASCII));
        assertTrue(connection.status().contains(" 400 "), host);
      }
    }
    String log = Files.readString(cgrant.log());
    assertTrue(!log.contains("ERROR") && !log.contains("Host"), log);
  }

  private void answersOthers() throws IOException {
    try (KeptConnection connection = cgrant.connect()) {
      assertTrue(connection.ask("/validate", pod).path("allowed").asBoolean());
    }
    Wait.upTo(Duration.ofSeconds(60)).until("it is ready", cgrant::isReady);
    assertTrue(cgrant.isAlive());
  }

  private void atOnce(int many, String path, byte[] body, List<Integer> expected) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, many)
              .mapToObj(i -> threads.submit(() -> cgrant.post(path, body).statusCode()))
              .toList();
      for (var answer : answers) {
        assertTrue(expected.contains(answer.get()), path + ": HTTP " + answer.get());
      }
    }
  }

  private static String head(int length) {
    return "POST /mutate?timeout=30s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
        .formatted(length);
  }

  /// A review that is whole but for its object, with these members in its request.
  private static byte[] review(String members) {
    return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",\
        "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"strangers",\
        "operation":"CREATE",%s,"object":{"kind":"Pod","apiVersion":"v1","metadata":\
        {"name":"p","namespace":"strangers"},"spec":{"containers":[{"name":"a"}]}}}}"""
        .formatted(members)
        .getBytes(StandardCharsets.UTF_8);
  }
}
