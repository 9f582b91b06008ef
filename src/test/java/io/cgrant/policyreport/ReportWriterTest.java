// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.drift.Holding;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportWriterTest {

  private static final Owner ROLE =
      new Owner("rbac.authorization.k8s.io/v1", "ClusterRole", "cgrant", "u-1");

  private final KeptReports reports = new KeptReports();
  private final KeptReports older = new KeptReports();
  private boolean leads = true;
  private Optional<Owner> owner = Optional.of(ROLE);
  private Instant now = Instant.ofEpochSecond(1_700_000_000L);
  private ReportWriter writer = writer();

  private ReportWriter writer() {
    var stores = new EnumMap<ReportKind, ReportStore>(ReportKind.class);
    stores.put(ReportKind.OpenReports, reports);
    stores.put(ReportKind.WgPolicy, older);
    older.isServed = false;
    return new ReportWriter(stores, () -> owner, () -> leads, () -> now, () -> now, () -> {});
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  private void swept(Holding... holdings) {
    writer.begins();
    for (Holding holding : holdings) {
      writer.holds(holding);
    }
    writer.ends();
    writer.tick();
  }

  @Test
  void whatIsFoundIsWrittenOnceAndRemovedWhenItIsOver() {
    swept(Found.refusedToday("ml", "a"), Found.sound("web", "b"));
    assertEquals(List.of("write ml"), reports.calls());
    swept(Found.refusedToday("ml", "a"));
    assertEquals(List.of(), reports.calls(), "nothing changed");
    swept(Found.refusedToday("ml", "a"), Found.tolerated("ml", "c"));
    assertEquals(List.of("write ml"), reports.calls());
    swept(Found.sound("ml", "a"));
    assertEquals(List.of("remove ml"), reports.calls());
    assertEquals(2, writer.tally().count(ReportTally.Change.Written));
    assertEquals(1, writer.tally().count(ReportTally.Change.Removed));
  }

  @Test
  void aResultKeepsItsTimeAlsoWhenAnotherReplicaGoesOn() {
    swept(Found.refusedToday("ml", "a"));
    Instant first = now;
    now = now.plus(Duration.ofHours(1));
    writer.close();
    writer = writer();
    swept(Found.refusedToday("ml", "a"), Found.refusedToday("ml", "b"));
    assertEquals(first.getEpochSecond(), seconds(0));
    assertEquals(now.getEpochSecond(), seconds(1));
    assertEquals(List.of("write ml", "read ml", "write ml"), reports.calls());
  }

  @Test
  void anotherReplicaWritesTheSameAndChangesNothing() {
    swept(Found.refusedToday("ml", "a"));
    var before = reports.kept.get("ml").deepCopy();
    writer.close();
    now = now.plus(Duration.ofHours(1));
    writer = writer();
    swept(Found.refusedToday("ml", "a"));
    assertEquals(before, reports.kept.get("ml"));
    assertEquals(0, writer.tally().count(ReportTally.Change.Written));
  }

  @Test
  void nothingIsRemovedBeforeAWholeSweep() {
    swept(Found.refusedToday("ml", "a"));
    writer.close();
    writer = writer();
    reports.calls();
    writer.begins();
    writer.tick();
    assertEquals(List.of(), reports.calls());
    swept();
    assertEquals(List.of("remove ml"), reports.calls());
  }

  @Test
  void whatAnotherHasWrittenIsSetRightWithinAMinute() {
    swept(Found.refusedToday("ml", "a"));
    reports.forge("ml", "results", JsonNodeFactory.instance.arrayNode());
    reports.calls();
    writer.tick();
    assertEquals(List.of(), reports.calls());
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(List.of("write ml"), reports.calls());
    assertEquals("a", reports.kept.get("ml").at("/results/0/resources/0/name").asText());
    reports.forge("ml", "scope", JsonNodeFactory.instance.objectNode().put("kind", "Pod"));
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertFalse(reports.kept.get("ml").has("scope"));
    assertEquals(List.of("write ml", "remove ml", "write ml"), reports.calls());
  }

  @Test
  void aTimeOfTheFutureIsNotBelieved() {
    swept(Found.refusedToday("ml", "a"));
    var results = reports.kept.get("ml").get("results").deepCopy();
    ((ObjectNode) results.at("/0/timestamp")).put("seconds", now.plusSeconds(5).getEpochSecond());
    reports.forge("ml", "results", results);
    writer.close();
    writer = writer();
    swept(Found.refusedToday("ml", "a"));
    assertEquals(now.getEpochSecond(), seconds(0));
  }

  @Test
  void whereNoKindIsServedNothingIsDoneUntilOneIs() {
    reports.isServed = false;
    swept(Found.refusedToday("ml", "a"));
    assertEquals(List.of(), reports.calls());
    older.isServed = true;
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(List.of("write ml"), older.calls());
    reports.isServed = true;
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(List.of("write ml"), reports.calls());
    assertEquals(List.of("remove ml"), older.calls());
    assertEquals(Map.of(), older.kept);
  }

  @Test
  void theOlderOnesStayWhereTheNewAreNotWritten() {
    reports.isServed = false;
    older.isServed = true;
    swept(Found.refusedToday("ml", "a"));
    reports.isServed = true;
    reports.failing.put("ml", refused(403, new StatusBuilder().withMessage("no").build()));
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(List.of("write ml"), older.calls());
    assertEquals(1, writer.tally().count(ReportFailure.Forbidden));
  }

  @Test
  void aNamespaceThatEndsKeepsNobodyFromTheOthers() {
    Status ending =
        new StatusBuilder()
            .withNewDetails()
            .addNewCause()
            .withReason("NamespaceTerminating")
            .endCause()
            .endDetails()
            .build();
    reports.failing.put("a", refused(403, ending));
    reports.failing.put("b", refused(404, null));
    reports.failing.put("c", refused(409, null));
    reports.failing.put("d", refused(422, null));
    swept(
        Found.refusedToday("a", "p"),
        Found.refusedToday("b", "p"),
        Found.refusedToday("c", "p"),
        Found.refusedToday("d", "p"),
        Found.refusedToday("e", "p"));
    assertEquals(List.of("e"), List.copyOf(reports.kept.keySet()));
    for (ReportFailure failure :
        List.of(
            ReportFailure.NamespaceEnding,
            ReportFailure.NotFound,
            ReportFailure.Conflict,
            ReportFailure.Invalid)) {
      assertEquals(1, writer.tally().count(failure), failure.name());
    }
    reports.failing.clear();
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(5, reports.kept.size());
  }

  @Test
  void whereNothingCanBeWrittenTheOthersAreNotTried() {
    reports.failing.put("a", refused(403, null));
    swept(Found.refusedToday("a", "p"), Found.refusedToday("b", "p"));
    assertEquals(List.of("write a"), reports.calls());
    reports.failing.put("list", refused(500, null));
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(1, writer.tally().count(ReportFailure.Forbidden));
    assertEquals(1, writer.tally().count(ReportFailure.Unavailable));
  }

  @Test
  void whoDoesNotLeadWritesNothingAndForgets() {
    swept(Found.refusedToday("ml", "a"));
    leads = false;
    writer.tick();
    leads = true;
    reports.calls();
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals(List.of(), reports.calls(), "what it knew may be old");
    swept(Found.refusedToday("ml", "a"));
    assertEquals(List.of("read ml", "write ml"), reports.calls());
  }

  @Test
  void theyBelongToWhomeverTheRoleIsNow() {
    swept(Found.refusedToday("ml", "a"));
    owner = Optional.of(new Owner(ROLE.apiVersion(), ROLE.kind(), ROLE.name(), "u-2"));
    now = now.plus(ReportWriter.LOOK);
    writer.tick();
    assertEquals("u-2", reports.kept.get("ml").at("/metadata/ownerReferences/0/uid").asText());
  }

  private long seconds(int result) {
    return reports.kept.get("ml").at("/results/" + result + "/timestamp/seconds").asLong();
  }

  private static KubernetesClientException refused(int code, Status status) {
    return new KubernetesClientException("refused", code, status);
  }
}
