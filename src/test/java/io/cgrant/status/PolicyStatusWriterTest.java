// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.audit.PolicyNews;
import io.cgrant.cluster.ClusterView;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.cluster.Moving;
import io.cgrant.placement.NodeCount;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Requirement;
import io.cgrant.reading.PolicyReading;
import io.cgrant.reading.Problem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyStatusWriterTest {

  private static final Set<String> GATED = Set.of("cgroup-writable");

  /// Policies are settled in their order: when this one is told, those before it are done with.
  private static final KnownPolicy UNTOLD =
      new KnownPolicy(
          "untold",
          "another-uid",
          1,
          new PolicyReading.Invalid("untold", 1, List.of(new Problem("spec", "is wrong"))),
          MissingNode.getInstance());

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger failures = new AtomicInteger();
  private final List<JsonNode> writes = Collections.synchronizedList(new ArrayList<>());
  private volatile Optional<KubernetesClientException> failure = Optional.empty();
  private final List<PolicyNews> news = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean leads = true;
  private volatile Runnable onWrite = () -> {};
  private final Moving running = new Moving();
  private final PolicyStatusWriter writer =
      new PolicyStatusWriter(
          this::write, () -> leads, news::add, GATED, InstantSource.system(), running);

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void aReadyPolicyIsToldSo() {
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> writes.size() == 1);
    JsonNode status = writes.getFirst();
    assertEquals(1, status.path("observedGeneration").asLong());
    assertEquals("Ready", status.at("/conditions/0/type").asText());
    assertEquals("True", status.at("/conditions/0/status").asText());
    assertEquals("True", status.at("/conditions/1/status").asText());
  }

  @Test
  void anInvalidPolicyIsToldEveryProblemWithItsPath() {
    var problems = List.of(new Problem("spec.a", "is wrong"), new Problem("spec.b", "too"));
    writer.accept(view(invalid(problems)));
    await().until(() -> writes.size() == 1);
    assertEquals("False", writes.getFirst().at("/conditions/0/status").asText());
    assertEquals(
        "spec.a: is wrong; spec.b: too", writes.getFirst().at("/conditions/0/message").asText());
  }

  @Test
  void aLongListOfProblemsIsCountedWhereItIsCut() {
    var problems =
        IntStream.range(0, 200)
            .mapToObj(i -> new Problem("spec.x[" + i + "]", "is wrong"))
            .toList();
    writer.accept(view(invalid(problems)));
    await().until(() -> writes.size() == 1);
    String message = writes.getFirst().at("/conditions/0/message").asText();
    assertTrue(message.length() <= 1_024, message);
    assertTrue(message.matches("(?s).*; and \\d+ more"), message);
  }

  @Test
  void nothingIsWrittenWhereItStandsAlready() {
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> writes.size() == 1);
    writer.accept(view(ready(1, writes.getFirst()), UNTOLD));
    await().until(() -> told.contains(UNTOLD.name()));
    assertEquals(List.of("ray", UNTOLD.name()), told);
  }

  @Test
  void theSameWordsAreNotWrittenAgainAtOnceWhenSomebodyOverwritesThem() {
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> writes.size() == 1);
    writer.accept(view(ready(1, MissingNode.getInstance()), UNTOLD));
    await().until(() -> told.contains(UNTOLD.name()));
    assertEquals(List.of("ray", UNTOLD.name()), told);
  }

  @Test
  void theyAreWrittenAgainAfterAMinuteAlsoWhereSomebodySetTheClockBack() {
    var clock = new Moving();
    var stopwatch = new Moving();
    try (var other =
        new PolicyStatusWriter(this::write, () -> leads, news::add, GATED, clock, stopwatch)) {
      other.accept(view(ready(1, MissingNode.getInstance())));
      await().until(() -> writes.size() == 1);
      clock.by(Duration.ofDays(-1));
      stopwatch.by(WritePace.PAUSE);
      other.accept(view(ready(1, MissingNode.getInstance())));
      await().until(() -> writes.size() == 2);
    }
  }

  @Test
  void whatChangesAtOnceWaitsTenSeconds() {
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> writes.size() == 1);
    running.by(WritePace.COALESCED.minusMillis(1));
    writer.accept(view(ready(2, writes.getFirst()), UNTOLD));
    await().until(() -> told.contains(UNTOLD.name()));
    assertEquals(List.of("ray", UNTOLD.name()), told);
    // A millisecond of the real clock later.
    running.by(Duration.ofMillis(1));
    await().until(() -> writes.size() == 3);
    assertEquals(2, writes.getLast().path("observedGeneration").asLong());
  }

  @Test
  void whatIsWrongIsToldOnceWhenItIsWrittenAndNotByWhoDoesNotWrite() {
    var wrong = List.of(new Problem("spec.a", "is wrong"));
    leads = false;
    writer.accept(view(invalid(wrong)));
    writer.look();
    leads = true;
    writer.look();
    await().until(() -> news.size() == 1);
    assertEquals(new PolicyNews.Invalid("ray", "uid", "spec.a: is wrong"), news.getFirst());
    var told = new KnownPolicy("ray", "uid", 2, invalid(wrong).reading(), writes.getFirst());
    running.by(WritePace.COALESCED);
    writer.accept(view(told));
    await().until(() -> writes.size() == 2);
    assertEquals(1, news.size());
  }

  @Test
  void whatWasCountedIsWrittenAndWhatIsNotKnownStaysAsItWas() {
    var stored = JsonNodeFactory.instance.objectNode().put("granted", 7);
    writer.accept(view(ready(1, stored)));
    await().until(() -> writes.size() == 1);
    assertEquals(7, writes.getLast().path("granted").asInt());
    assertTrue(writes.getLast().path("refusedLastHour").isMissingNode());

    running.by(WritePace.COALESCED);
    writer.accept(view(ready(1, writes.getLast())));
    writer.counted(Map.of("another", 3));
    await().until(() -> writes.size() == 2);
    assertEquals(0, writes.getLast().path("granted").asInt(-1));

    running.by(WritePace.COALESCED);
    writer.accept(view(ready(1, writes.getLast())));
    writer.heard(new Heard(Map.of("ray", 4), Map.of()));
    await().until(() -> writes.size() == 3);
    assertEquals(4, writes.getLast().path("refusedLastHour").asInt());
    writer.accept(view(ready(1, writes.getLast())));
    writer.heard(new Heard(Map.of("ray", 4), Map.of()));
    writer.counted(Map.of());
    writer.accept(view(ready(1, writes.getLast()), UNTOLD));
    await().until(() -> told.contains(UNTOLD.name()));
    assertEquals(4, told.size());
  }

  @Test
  void whatNodesSaidStaysWhileNobodyCountsUnlessItWasOfAnotherSpec() {
    Map<String, NodeCount> one =
        Map.of(Worlds.CLASS, new NodeCount(Map.of(), 1, 0, 1, 1, List.of(), List.of()));
    JsonNode said = report(named("ray", MissingNode.getInstance()), one);
    assertEquals("NodesReady", said.at("/conditions/2/type").asText());
    assertEquals(said, report(named("ray", said), Map.of()));
    ObjectNode ofAnother = ((ObjectNode) said.deepCopy()).put("observedGeneration", 7);
    assertEquals(2, report(named("ray", ofAnother), Map.of()).path("conditions").size());
  }

  private static JsonNode report(KnownPolicy policy, Map<String, NodeCount> nodes) {
    Instant now = Instant.parse("2026-11-24T06:00:00Z");
    return StatusReport.of(policy, Worlds.CLASSES, GATED, nodes, Map.of(), Figures.UNKNOWN, now)
        .toJson(policy.status(), now);
  }

  @Test
  void figuresOfAThousandPoliciesDoNotFloodTheApiServer() {
    KnownPolicy[] many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> named("ray-" + i, told("ray-" + i)))
            .toArray(KnownPolicy[]::new);
    writer.accept(view(many));
    writer.counted(Map.of());
    await().until(() -> writes.size() >= PolicyStatusWriter.MOST_DETAILS);
    await().during(Duration.ofMillis(300)).until(() -> writes.size() == 50);
  }

  /// Each time the figures of all are others, and fifty may be written.
  @Test
  void whereFiguresOfManyChangeAllTheTimeNoPolicyWaitsForEver() {
    KnownPolicy[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> named("ray-" + i, told("ray-" + i)))
            .toArray(KnownPolicy[]::new);
    writer.accept(view(many));
    for (int round = 1; round <= 4; round++) {
      int grants = round;
      running.by(WritePace.COALESCED);
      writer.counted(
          Stream.of(many).collect(Collectors.toMap(KnownPolicy::name, policy -> grants)));
      await().until(() -> writes.size() == 50 * grants);
    }
    assertEquals(200, Set.copyOf(told).size());
  }

  /// In a cluster that grows and shrinks they change with every count.
  @Test
  void numbersOfNodesOfAThousandPoliciesDoNotFloodTheApiServerEither() {
    JsonNode said = report(named("ray", MissingNode.getInstance()), nodes(3));
    KnownPolicy[] many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> named("ray-" + i, said))
            .toArray(KnownPolicy[]::new);
    writer.countedNodes(nodes(4));
    writer.accept(view(many));
    await().until(() -> writes.size() >= PolicyStatusWriter.MOST_DETAILS);
    await().during(Duration.ofMillis(300)).until(() -> writes.size() == 50);
  }

  private static Map<String, NodeCount> nodes(int able) {
    var count = new NodeCount(Map.of(), able, 0, able, able, List.of(), List.of());
    return Map.of(Worlds.CLASS, count);
  }

  @Test
  void onlyWhoLeadsWritesAndGoesOnOnceItLeads() {
    leads = false;
    writer.accept(view(ready(1, MissingNode.getInstance())));
    writer.look();
    await().during(Duration.ofMillis(200)).until(writes::isEmpty);
    leads = true;
    writer.look();
    await().until(() -> writes.size() == 1);
  }

  /// It writes for one that led until a moment ago.
  @Test
  void whatAnotherReplicaHasJustWrittenWaitsTenSecondsToo() {
    Instant now = Instant.now();
    writer.accept(view(writtenAt(now), UNTOLD));
    await().until(() -> told.contains(UNTOLD.name()));
    assertEquals(List.of(UNTOLD.name()), told);
    running.by(WritePace.COALESCED.plusSeconds(1));
    writer.accept(view(writtenAt(now)));
    await().until(() -> told.contains("ray"));
  }

  @Test
  void itsOwnLastWriteIsNothingToGoByOnceAnotherHasLed() {
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> told.contains("ray"));
    leads = false;
    writer.look();
    running.by(WritePace.PAUSE);
    writer.accept(view(writtenAt(Instant.now())));
    await().during(Duration.ofMillis(100)).until(() -> told.size() == 1);
    leads = true;
    writer.accept(view(writtenAt(Instant.now()), UNTOLD));
    await().until(() -> told.contains(UNTOLD.name()));
    assertEquals(List.of("ray", UNTOLD.name()), told);
  }

  private static KnownPolicy writtenAt(Instant moment) {
    KnownPolicy ray = ready(1, MissingNode.getInstance());
    return new KnownPolicy(
        ray.name(), ray.uid(), 1, ray.reading(), ray.status(), Optional.of(moment));
  }

  @Test
  void whoLosesTheLeadInTheMidstOfManyWritesNoMore() {
    onWrite = () -> leads = false;
    writer.accept(view(ready(1, MissingNode.getInstance()), UNTOLD));
    await().during(Duration.ofMillis(200)).until(() -> writes.size() == 1);
  }

  @Test
  void aConditionThatKeepsItsValueKeepsItsTime() {
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> writes.size() == 1);
    JsonNode old = writes.getFirst().deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) old.at("/conditions/0"))
        .put("lastTransitionTime", "2020-01-01T00:00:00Z");
    running.by(WritePace.COALESCED);
    writer.accept(view(ready(2, old)));
    await().until(() -> writes.size() == 2);
    assertEquals(
        "2020-01-01T00:00:00Z", writes.getLast().at("/conditions/0/lastTransitionTime").asText());
  }

  @Test
  void aConditionThatChangesGetsTheTimeOfTheChange() {
    var before = JsonNodeFactory.instance.objectNode();
    before
        .putArray("conditions")
        .addObject()
        .put("type", "RuntimeClassFound")
        .put("status", "True")
        .put("lastTransitionTime", "2020-01-01T00:00:00Z");
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    writer.accept(ClusterView.UNSYNCED.next(List.of(ready(1, before)), Map.of()));
    await().until(() -> writes.size() == 1);
    JsonNode condition = writes.getFirst().at("/conditions/1");
    assertEquals("RuntimeClassFound", condition.path("type").asText());
    assertEquals("False", condition.path("status").asText());
    Instant since = Instant.parse(condition.path("lastTransitionTime").asText());
    assertTrue(!since.isBefore(began) && !since.isAfter(Instant.now()), since::toString);
  }

  @Test
  void aMissingClassIsSaid() {
    var policy = ready(1, MissingNode.getInstance());
    writer.accept(ClusterView.UNSYNCED.next(List.of(policy), Map.of()));
    await().until(() -> writes.size() == 1);
    assertEquals("False", writes.getFirst().at("/conditions/1/status").asText());
    assertEquals("NotFound", writes.getFirst().at("/conditions/1/reason").asText());
  }

  @Test
  void aWriteThatFailsIsTriedAgain() {
    failure = Optional.of(new KubernetesClientException("gone away", 500, null));
    writer.accept(view(ready(1, MissingNode.getInstance())));
    await().until(() -> failures.get() > 0);
    assertEquals(List.of(), writes);
    failure = Optional.empty();
    await().until(() -> writes.size() == 1);
  }

  @Test
  void anExceptionAndTheDayOfItsLastUseAreSaid() {
    writer.accept(view(excepting(MissingNode.getInstance())));
    await().until(() -> writes.size() == 1);
    assertEquals("old-farm", writes.getFirst().at("/exceptions/0/name").asText());
    assertEquals("Active", writes.getFirst().at("/exceptions/0/state").asText());
    assertEquals("2999-01-01T00:00:00Z", writes.getFirst().at("/exceptions/0/expires").asText());
    assertTrue(writes.getFirst().at("/exceptions/0/lastUsed").isMissingNode());

    running.by(WritePace.COALESCED);
    writer.heard(used("2026-11-24"));
    await().until(() -> writes.size() == 2);
    assertEquals("2026-11-24", writes.getLast().at("/exceptions/0/lastUsed").asText());
  }

  @Test
  void theDayThatIsStoredIsNeverTakenBack() {
    var stored = JsonNodeFactory.instance.objectNode();
    stored.putArray("exceptions").addObject().put("name", "old-farm").put("lastUsed", "2026-11-25");
    writer.heard(used("2026-11-24"));
    writer.accept(view(excepting(stored)));
    await().until(() -> writes.size() == 1);
    assertEquals("2026-11-25", writes.getFirst().at("/exceptions/0/lastUsed").asText());
  }

  private static final PolicyException OLD_FARM =
      new PolicyException(
          "old-farm",
          Set.of("ml-prod"),
          Set.of(Requirement.limits),
          "moving",
          "team-ml",
          Instant.parse("2999-01-01T00:00:00Z"));

  private static KnownPolicy excepting(JsonNode status) {
    var policy =
        Worlds.under(
            Worlds.policy("ray"),
            new Terms(List.of(OLD_FARM), Optional.empty(), Authorization.NotRequired));
    return new KnownPolicy("ray", "uid", 1, new PolicyReading.Ready(policy, List.of()), status);
  }

  private static Heard used(String day) {
    return new Heard(Map.of(), Map.of("ray/old-farm", day));
  }

  private void write(String policy, JsonNode status) {
    // Read once: the test takes it away meanwhile.
    Optional<KubernetesClientException> now = failure;
    if (now.isPresent()) {
      failures.incrementAndGet();
      throw now.get();
    }
    told.add(policy);
    onWrite.run();
    writes.add(status);
  }

  private static ClusterView view(KnownPolicy... policies) {
    return ClusterView.UNSYNCED.next(List.of(policies), Worlds.CLASSES);
  }

  private static KnownPolicy ready(long generation, JsonNode status) {
    var reading = new PolicyReading.Ready(Worlds.policy("ray"), List.of());
    return new KnownPolicy("ray", "uid", generation, reading, status);
  }

  private static KnownPolicy invalid(List<Problem> problems) {
    var reading = new PolicyReading.Invalid("ray", 1, problems);
    return new KnownPolicy("ray", "uid", 1, reading, MissingNode.getInstance());
  }

  private static KnownPolicy named(String name, JsonNode status) {
    var reading = new PolicyReading.Ready(Worlds.policy(name), List.of());
    return new KnownPolicy(name, "uid", 1, reading, status);
  }

  /// All but its figures.
  private static JsonNode told(String name) {
    Instant now = Instant.parse("2026-11-24T06:00:00Z");
    return StatusReport.of(
            named(name, MissingNode.getInstance()),
            Worlds.CLASSES,
            GATED,
            Map.of(),
            Map.of(),
            Figures.UNKNOWN,
            now)
        .toJson(MissingNode.getInstance(), now);
  }
}
