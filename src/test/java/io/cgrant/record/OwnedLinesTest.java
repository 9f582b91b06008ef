// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.admission.AuditEntry;
import io.cgrant.audit.Entries;
import io.cgrant.outlet.Drops;
import io.cgrant.ownership.OwnerSource;
import io.cgrant.ownership.TopOwners;
import io.cgrant.pod.PodView.Owner;
import io.cgrant.policy.Worlds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OwnedLinesTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
  private static final Owner DEPLOYMENT = new Owner("apps/v1", "Deployment", "head", "uid-d");

  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();

  @Test
  void theDeploymentOfTheReplicaSetStandsAtTheEnd() {
    List<JsonNode> lines =
        written(this::deployment, Entries.refused("head-1"), Entries.granted("head-2", "uid-2"));
    for (JsonNode line : lines) {
      assertEquals("{\"kind\":\"Deployment\",\"name\":\"head\"}", line.get("topOwner").toString());
      assertEquals(Entries.REPLICA_SET.name(), line.at("/owners/0/name").textValue());
    }
    assertEquals(List.of("ml-prod/" + Entries.REPLICA_SET.name()), asked);
  }

  @Test
  void whereNobodyIsAboveTheLineSaysNothingOfIt() {
    var other = new Owner("apps/v1", "StatefulSet", "head", "uid");
    List<JsonNode> lines =
        written(
            this::deployment,
            Entries.granted("head-1", "uid-1", Optional.of(other)),
            Entries.granted("head-2", "uid-2", Optional.empty()));
    lines.forEach(line -> assertFalse(line.has("topOwner"), line::toString));
    assertEquals(List.of(), asked);
    assertFalse(
        written((namespace, owner) -> Optional.empty(), Entries.refused("head-1"))
            .getLast()
            .has("topOwner"));
  }

  @Test
  void whereNobodyAnswersEachLineIsThereWithoutIt() {
    OwnerSource away =
        (namespace, owner) -> {
          throw new IllegalStateException("no answer");
        };
    List<JsonNode> lines = written(away, Entries.refused("head-1"), Entries.refused("head-2"));
    assertEquals(2, lines.size());
    lines.forEach(line -> assertFalse(line.has("topOwner"), line::toString));
  }

  /// Whose answer hangs for seconds.
  @Test
  void nobodyWaitsButTheLines() throws InterruptedException {
    var answer = new CountDownLatch(1);
    OwnerSource slow =
        (namespace, owner) -> {
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Optional.of(DEPLOYMENT);
        };
    DecisionLog log = log(slow);
    for (int i = 0; i < 10_000; i++) {
      log.accept(Entries.refused("head-" + i));
    }
    assertEquals("", sink.toString(StandardCharsets.UTF_8));
    assertTrue(log.drops().count(Drops.Cause.QueueFull) > 5_000);
    answer.countDown();
    log.close();
    List<JsonNode> lines = lines();
    assertEquals(10_000, lines.size() + log.drops().count(Drops.Cause.QueueFull));
    lines.forEach(line -> assertTrue(line.has("topOwner"), line::toString));
  }

  @Test
  void whatTheApiServerSaysIsCutAndSafeToPrintToo() {
    var hostile = new Owner("apps/v1", "Deploy\nment", "\u001b[2J" + "n".repeat(2_000), "uid");
    JsonNode line =
        written((namespace, owner) -> Optional.of(hostile), Entries.refused("head-1")).getLast();
    assertEquals("Deploy?ment", line.at("/topOwner/kind").textValue());
    assertEquals("?[2J" + "n".repeat(1_020) + "…", line.at("/topOwner/name").textValue());
  }

  private Optional<Owner> deployment(String namespace, Owner owner) {
    asked.add(namespace + "/" + owner.name());
    return Optional.of(DEPLOYMENT);
  }

  private List<JsonNode> written(OwnerSource source, AuditEntry... entries) {
    try (DecisionLog log = log(source)) {
      List.of(entries).forEach(log::accept);
      // At the end nobody is asked.
      await().until(() -> lines().size() == entries.length);
    }
    List<JsonNode> lines = lines();
    sink.reset();
    return lines;
  }

  private DecisionLog log(OwnerSource source) {
    var owners = new TopOwners(source, CLOCK.instant());
    return PatientLog.to(sink, owners, CLOCK, Worlds.CONTROLLERS, () -> Duration.ZERO);
  }

  private List<JsonNode> lines() {
    return sink.toString(StandardCharsets.UTF_8).lines().map(Lines::parsed).toList();
  }
}
