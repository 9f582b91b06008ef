// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.manifest.CollidingKeys;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Pods as large as an API server takes, full of one thing, at a server with the heap of
/// production: an answer to each, in time, and the process is the same at the end.
final class CrowdedReviewsIT {

  /// What an API server takes of a client, and passes on.
  private static final int LARGEST = 3_000_000;

  private static final String ASKS = "\"cgrant.io/writable-cgroup\":\"true\"";

  /// How long an API server waits when nobody says otherwise.
  private static final Duration IN_TIME = Duration.ofSeconds(10);

  @Test
  void answersEachInTimeAndLivesOn() {
    var slow = new ArrayList<String>();
    try (var cgrant = new OfflineProcess(Path.of("target/crowded"), List.of("-Xmx96m"))) {
      for (var body : bodies().entrySet()) {
        for (int round = 0; round < 3; round++) {
          long began = System.nanoTime();
          HttpResponse<byte[]> answer;
          try {
            answer = cgrant.post("/mutate", body.getValue());
          } catch (RuntimeException e) {
            throw new AssertionError(body.getKey() + " ended it or was not answered", e);
          }
          Duration took = Duration.ofNanos(System.nanoTime() - began);
          System.out.printf(
              "[e2e] %s, %d bytes: %d in %d ms%n",
              body.getKey(), body.getValue().length, answer.statusCode(), took.toMillis());
          assertTrue(List.of(200, 400).contains(answer.statusCode()), body.getKey());
          // By HTTP/2 one connection would have any number of requests.
          assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
          if (took.compareTo(IN_TIME) > 0) {
            slow.add(body.getKey() + " took " + took);
          }
        }
      }
      byte[] usual = review(ASKS, "", "");
      assertEquals(200, cgrant.post("/mutate", usual).statusCode(), "after all of them");
    }
    assertEquals(List.of(), slow);
  }

  private static Map<String, byte[]> bodies() {
    var bodies = new LinkedHashMap<String, byte[]>();
    bodies.put("labels", review(many(i -> "\"%s\":\"b\"".formatted(name(i))) + "," + ASKS, "", ""));
    bodies.put("annotations", review(ASKS, many(i -> "\"%s\":\"b\"".formatted(name(i))), ""));
    bodies.put("keys of one hash", review(colliding(), "", ""));
    for (int i = 0; i < 8; i++) {
      String tail = i + "-".repeat(49_000);
      bodies.put(
          "other long keys, " + i,
          review(ASKS, some(60, n -> "\"%s\":\"\"".formatted(name(n) + tail)), ""));
    }
    bodies.put(
        "routes",
        review(
            ASKS,
            many(i -> "\"node.gke.io/enable-writable-cgroups.%s\":\"\"".formatted(name(i))),
            ""));
    bodies.put(
        "runtime annotations",
        review(ASKS, many(i -> "\"run.oci.%s\":\"\"".formatted(name(i))), ""));
    bodies.put(
        "unclear routes",
        review(
            ASKS,
            many(i -> "\"writable-cgroups.noderesource.dev%s\":\"\"".formatted(name(i))),
            ""));
    bodies.put(
        "AppArmor",
        review(
            ASKS,
            many(
                i ->
                    "\"container.apparmor.security.beta.kubernetes.io/%s\":\"x\""
                        .formatted(name(i))),
            ""));
    bodies.put(
        "capabilities",
        review(
            ASKS,
            "",
            "\"securityContext\":{\"capabilities\":{\"drop\":[" + many(i -> "\"a\"") + "]}}"));
    bodies.put(
        "ports",
        review(ASKS, "", "\"ports\":[" + many(i -> "{\"hostPort\":1,\"containerPort\":0}") + "]"));
    bodies.put(
        "doubling variables",
        review(
            ASKS,
            "",
            "\"command\":[\"$(V40)\"],\"env\":[{\"name\":\"V0\",\"value\":\"xxxxxxxxxx\"},"
                + IntStream.rangeClosed(1, 40)
                    .mapToObj(
                        i ->
                            "{\"name\":\"V%d\",\"value\":\"$(V%d)$(V%d)\"}"
                                .formatted(i, i - 1, i - 1))
                    .collect(Collectors.joining(","))
                + "]"));
    bodies.put(
        "the name of a Service",
        review(
            ASKS, "", "\"command\":[\"$(" + "A_SERVICE_PORT_".repeat(LARGEST / 15 - 10) + "a)\"]"));
    bodies.put(
        "open references", review(ASKS, "", "\"command\":[\"" + "$(".repeat(LARGEST / 2) + "\"]"));
    bodies.put(
        "unknown references",
        review(ASKS, "", "\"envFrom\":[{}],\"command\":[\"" + "$(A)".repeat(LARGEST / 4) + "\"]"));
    bodies.put(
        "host paths",
        review(ASKS, "", "", many(i -> "{\"name\":\"\",\"hostPath\":{\"path\":\"/\"}}")));
    bodies.put(
        "other host paths",
        review(ASKS, "", "", many(i -> "{\"name\":\"\",\"hostPath\":{\"path\":\"/d/e/f\"}}")));
    bodies.put("long host path", review(ASKS, "", "", hostPath("/" + "a/".repeat(LARGEST / 2))));
    bodies.put(
        "image volumes",
        review(ASKS, "", "", many(i -> "{\"name\":\"\",\"image\":{\"reference\":\"r\"}}")));
    return bodies;
  }

  private static String hostPath(String path) {
    return "{\"name\":\"\",\"hostPath\":{\"path\":\"" + path + "\"}}";
  }

  /// As many as fit.
  private static String many(IntFunction<String> member) {
    var members = new StringBuilder(LARGEST);
    for (int i = 0; members.length() < LARGEST - 200; i++) {
      members.append(i == 0 ? "" : ",").append(member.apply(i));
    }
    return members.toString();
  }

  private static String colliding() {
    return CollidingKeys.with("cgrant.io/writable-cgroup")
        .limit(700)
        .map(key -> "\"" + key + "\":\"\"")
        .collect(Collectors.joining(",", "", "," + ASKS));
  }

  private static String some(int number, IntFunction<String> member) {
    return IntStream.range(0, number).mapToObj(member).collect(Collectors.joining(","));
  }

  private static String name(int i) {
    return Integer.toString(i, 36);
  }

  private static byte[] review(String labels, String annotations, String container) {
    return review(labels, annotations, container, "");
  }

  private static byte[] review(
      String labels, String annotations, String container, String volumes) {
    return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",\
        "kind":{"group":"","version":"v1","kind":"Pod"},\
        "resource":{"group":"","version":"v1","resource":"pods"},\
        "namespace":"abuse","operation":"CREATE",\
        "userInfo":{"username":"jane","groups":["system:authenticated"]},\
        "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"crowd","namespace":"abuse",\
        "labels":{%s},"annotations":{%s}},"spec":{"volumes":[%s],"containers":[{"name":"a"%s}]}},\
        "oldObject":null}}"""
        .formatted(labels, annotations, volumes, container.isEmpty() ? "" : "," + container)
        .getBytes(StandardCharsets.UTF_8);
  }
}
