// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cluster.Moving;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.Quota;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.rerun.FailsForGood;
import io.cgrant.trouble.Soon;
import io.cgrant.trouble.StoredObjects;
import io.cgrant.trouble.TroubledServer;
import io.cgrant.trouble.TroubledServer.Fault;
import io.cgrant.trouble.TroubledServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An API server in trouble. What it does not answer is never a grant, nobody waits for it longer
/// than agreed, and whatever it took and did not say so, the quota holds.
@FailsForGood
final class RoomFaultsTest {

  private static final int QUOTA = 3;
  private static final Inquiry.Room ROOM = new Inquiry.Room("ray", new Quota(QUOTA));

  /// As much as an admission has for it.
  private static final Duration BOUND = Duration.ofSeconds(2);

  /// For an API server that answers, in the end.
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final Duration SLACK = Duration.ofMillis(800);
  private static final List<Fault> AT_ONCE =
      List.of(
          Fault.None, Fault.None, Fault.TooManyRequests, Fault.ServerError, Fault.TakesAndFails);
  private static final List<String> NAMES =
      IntStream.range(0, 10).mapToObj(i -> "pod-" + i).toList();

  private final StoredObjects leases = new StoredObjects();
  private final Set<String> pods = new ConcurrentSkipListSet<>();
  private final Moving clock = new Moving();
  private final Moving stopwatch = new Moving();
  private volatile String lease = "";

  @ParameterizedTest
  @EnumSource(names = {"TooManyRequests", "ServerError"})
  void oneThatRefusesToAnswerGrantsNothingAndReservesNothing(Fault fault) {
    try (var server = new TroubledServer(this::work)) {
      List<Inquirer> replicas = replicas(server);
      server.has(fault);
      assertNoAnswers(Soon.within(BOUND, () -> askAll(replicas, NAMES, LONG)));
      assertEquals(Set.of(), ledger());
      assertGrantsTheQuotaOnceItIsOver(server, replicas);
    }
  }

  /// It cannot be told from one that took nothing. What it took counts, once, for who asks again.
  @Test
  void oneThatTakesAndFailsHasReservedForWhoAsksAgain() {
    try (var server = new TroubledServer(this::work)) {
      List<Inquirer> replicas = replicas(server);
      Set<String> granted = granted(askAll(replicas, NAMES.subList(0, 1), LONG));
      assertEquals(Set.of("pod-0"), granted);
      server.has(Fault.TakesAndFails);
      for (int i = 0; i < 5; i++) {
        granted.addAll(granted(askAll(replicas, NAMES, LONG)));
        assertTrue(ledger().containsAll(granted), granted + " of " + ledger());
        assertTrue(ledger().size() <= QUOTA, () -> ledger().toString());
      }
      Set<String> reserved = ledger();
      assertEquals(QUOTA, reserved.size());
      server.has(Fault.None);
      assertEquals(reserved, granted(askAll(replicas, NAMES, LONG)));

      // Of those that were never stored nothing is left.
      pods.add("pod-0");
      passes(RoomKeeper.RESERVED.plusSeconds(2));
      Set<String> later =
          granted(askAll(replicas, List.of("new-0", "new-1", "new-2", "new-3"), LONG));
      assertEquals(QUOTA - 1, later.size());
      later.add("pod-0");
      assertEquals(later, ledger());
    }
  }

  /// Each replica is asked by several at once. Who is granted is stored, who is not asks again.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverItDoesTheQuotaHolds(long seed) {
    var random = new Random(seed);
    int grants = 0;
    try (var server = new TroubledServer(this::work)) {
      List<Inquirer> replicas = replicas(server);
      for (int i = 0; i < 60; i++) {
        server.has(AT_ONCE.get(random.nextInt(AT_ONCE.size())));
        Set<String> granted = granted(askAll(replicas, notStored(), LONG));
        grants += granted.size();
        pods.addAll(granted);
        assertTrue(pods.size() <= QUOTA, () -> "pods: " + pods);
        assertTrue(ledger().containsAll(granted), () -> granted + " of " + ledger());
        passes(Duration.ofSeconds(random.nextInt(60)));
        pods.removeIf(pod -> random.nextInt(3) == 0);
      }
      assertTrue(grants > 10, "grants: " + grants);
      pods.clear();
      passes(RoomKeeper.RESERVED.plusSeconds(2));
      assertGrantsTheQuotaOnceItIsOver(server, replicas);
    }
  }

  /// One after the other they would wait for each other's time too.
  @Test
  void oneThatHangsIsNoAnswerWithinTheTimeThatThereIs() {
    try (var server = new TroubledServer(this::work)) {
      assertEquals(Set.of("pod-0"), granted(askAll(replicas(server), NAMES.subList(0, 1), LONG)));
      List<Inquirer> one =
          List.of(
              new ApiServerInquirer(
                  server.client(), "cgrant", clock, stopwatch, Worlds.CONTROLLERS));
      server.has(Fault.Hangs);
      for (Duration bound : List.of(BOUND, Duration.ofMillis(400))) {
        assertNoAnswers(
            Soon.within(bound.plus(SLACK), () -> askAll(one, NAMES.subList(1, 5), bound)));
      }
      assertEquals(Set.of("pod-0"), ledger());
      server.has(Fault.None);
      // It does not wait long for a machine that is busy either.
      await().until(() -> granted(askAll(one, NAMES.subList(1, 5), LONG)).size() == QUOTA - 1);
    }
  }

  private static void assertNoAnswers(Map<String, Optional<List<Finding>>> answers) {
    assertEquals(Set.of(Optional.empty()), Set.copyOf(answers.values()));
  }

  private void assertGrantsTheQuotaOnceItIsOver(TroubledServer server, List<Inquirer> replicas) {
    server.has(Fault.None);
    Set<String> granted = granted(askAll(replicas, NAMES, LONG));
    assertEquals(QUOTA, granted.size());
    assertEquals(granted, ledger());
  }

  private List<Inquirer> replicas(TroubledServer server) {
    return List.of(replica(server), replica(server));
  }

  /// One that waits for a machine that is busy.
  private Inquirer replica(TroubledServer server) {
    return new ApiServerInquirer(
        server.client(),
        "cgrant",
        clock,
        stopwatch,
        Worlds.CONTROLLERS,
        Math.toIntExact(LONG.toMillis()));
  }

  private List<String> notStored() {
    return NAMES.stream().filter(name -> !pods.contains(name)).toList();
  }

  /// By name of the pod. At once, in turn by each replica.
  private static Map<String, Optional<List<Finding>>> askAll(
      List<Inquirer> replicas, List<String> names, Duration bound) {
    var waiting = new TreeMap<String, Future<Optional<List<Finding>>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String name : names) {
        Inquirer replica = replicas.get(waiting.size() % replicas.size());
        waiting.put(name, threads.submit(() -> replica.ask(create(name), ROOM, bound)));
      }
    }
    var answers = new TreeMap<String, Optional<List<Finding>>>();
    waiting.forEach((name, answer) -> answers.put(name, answer.resultNow()));
    return answers;
  }

  private static Set<String> granted(Map<String, Optional<List<Finding>>> answers) {
    return answers.entrySet().stream()
        .filter(e -> e.getValue().filter(List::isEmpty).isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void passes(Duration time) {
    clock.by(time);
    stopwatch.by(time);
  }

  private Set<String> ledger() {
    String grants =
        leases
            .at(lease)
            .map(found -> found.at("/metadata/annotations/cgrant.io~1grants").asText())
            .orElse("{}");
    try {
      var names = new TreeSet<String>();
      new ObjectMapper().readTree(grants).fieldNames().forEachRemaining(names::add);
      return names;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(grants, e);
    }
  }

  private Reply work(String method, URI target, String body) {
    if (target.getPath().equals("/api/v1/namespaces/ml/pods")) {
      return new Reply(200, list());
    }
    if (method.equals("GET")) {
      lease = target.getPath();
    }
    return leases.answer(method, target, body);
  }

  private String list() {
    return pods.stream()
        .map(
            """
            {"metadata": {"name": "%s", "annotations": {"cgrant.io/granted-by": "ray@1"}}}"""
                ::formatted)
        .collect(
            Collectors.joining(
                ",",
                "{\"kind\": \"PartialObjectMetadataList\", \"metadata\": {}, \"items\": [",
                "]}"));
  }

  private static Ask create(String name) {
    PodView some = Pods.granted().view();
    var pod =
        new PodView(name, some.labels(), some.annotations(), some.controller(), false, some.spec());
    return new Ask(
        "uid-" + name,
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        new Ask.Subject("Pod", "ml", name, "", ""),
        pod,
        Optional.empty(),
        Ask.Requester.NOBODY,
        false);
  }
}
