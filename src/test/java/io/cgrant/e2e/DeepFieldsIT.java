// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An API server stores `managedFields` as deep as whoever may write an object likes, deeper than
/// most programs read. That must hide nothing but these fields.
@ExtendWith(StandExtension.class)
final class DeepFieldsIT {

  private static final Duration BOUND = Duration.ofMinutes(2);

  private static final String FIELDS =
      """
      "managedFields":[{"manager":"x","operation":"Update","apiVersion":"v1","time":"2026-11-30T03:00:00Z",
        "fieldsType":"FieldsV1","fieldsV1":DEEP}]"""
          .replace("DEEP", "{\"f:a\":".repeat(1_200) + "{}" + "}".repeat(1_200));

  private static final String NAMESPACE =
      """
      {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"deep-ID",FIELDS}}""";

  /// It asks for nothing.
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"deep","namespace":"deep-ID",FIELDS},
       "spec":{"automountServiceAccountToken":false,"containers":[{"name":"main","image":"registry.example.com/app:1"}]}}""";

  @Test
  void hideNoPodAndKeepNoReplicaFromGettingReady(Stand stand) {
    var world = new World(stand.newId());
    JsonNode namespace = Manifests.parse(filled(NAMESPACE, world, "\"labels\":{}")).getFirst();
    CgrantProcess cgrant = stand.cgrant();
    try (var stage = new Stage(stand)) {
      stage.given(world.given());
      stage.create(world.pod("running")).orThrow();
      stage.admin().post("/api/v1/namespaces", bytes(NAMESPACE, world)).orThrow();
      Wait.upTo(BOUND)
          .until(
              () -> "the namespace has its account",
              () ->
                  stage
                          .admin()
                          .post(
                              "/api/v1/namespaces/deep-" + world.id() + "/pods", bytes(POD, world))
                          .code()
                      == 201);
      // Of the granted pod, too: nothing that cgrant judges is changed.
      stage.admin().merge(world.pod("running"), "{\"metadata\":{" + FIELDS + "}}").orThrow();
      cgrant.close();
      cgrant.start("-Dcgrant.drift.period=1s");
      stage.admin().delete(world.policy()).orThrow();
      Wait.upTo(BOUND)
          .until(
              () -> "the granted pod drifts: " + causes(cgrant, world),
              () -> causes(cgrant, world).contains("PolicyDeleted"));
      stage.admin().delete(namespace);
    } finally {
      cgrant.close();
      cgrant.start();
    }
  }

  private static List<String> causes(CgrantProcess cgrant, World world) {
    return DecisionLines.ofDrift(cgrant.log()).stream()
        .filter(line -> line.path("namespace").asText().equals(world.namespace()))
        .map(line -> line.path("cause").asText())
        .toList();
  }

  private static byte[] bytes(String object, World world) {
    return filled(object, world, FIELDS).getBytes(StandardCharsets.UTF_8);
  }

  private static String filled(String object, World world, String fields) {
    return object.replace("FIELDS", fields).replace("ID", world.id());
  }
}
