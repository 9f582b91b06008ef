// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.AuditEntry;
import io.cgrant.admission.Wording;
import io.cgrant.metric.DecisionMeter;
import io.cgrant.metric.Meters;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.Enforcement;
import io.cgrant.policy.Grant;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Match;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicySet;
import io.cgrant.policy.Quota;
import io.cgrant.policy.Route;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.fabric8.zjsonpatch.JsonPatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionEndpointTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Policy POLICY =
      new Policy(
          "ray",
          7,
          Enforcement.Enforce,
          0,
          new Match(Optional.of(LabelSelector.EVERYTHING), Optional.empty(), Set.of()),
          new Grant(Set.of(Route.Name.RuntimeClass), "writable", true),
          List.of());

  private final EndpointServer server = new EndpointServer();
  private final FakeSnapshots snapshots = new FakeSnapshots();
  private final List<AuditEntry> audited = new CopyOnWriteArrayList<>();
  private final List<Traced> traced = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DecisionMeter meter = new DecisionMeter(new Meters(meters));
  private final URI mutate = open(Ask.Phase.Mutate);
  private final URI validate = open(Ask.Phase.Validate);

  private URI open(Ask.Phase phase) {
    return open(phase, snapshots);
  }

  private URI open(Ask.Phase phase, SnapshotSource source) {
    return server.open(
        new AdmissionEndpoint(
            server.vertx(),
            phase,
            source,
            new LiveReadPool(server.vertx()),
            server.bodies(),
            audited::add,
            meter,
            (request, entry, ended, detour) ->
                traced.add(new Traced(request.getHeader("traceparent"), entry, ended, detour))));
  }

  /// What a tracer hears.
  private record Traced(String parent, AuditEntry entry, long ended, Optional<Detour> detour) {}

  @Test
  void tellsWhoTracesWhereTheTimeWentAndWhoseRequestItWas() throws Exception {
    long before = System.nanoTime();
    server.post(mutate, review().toString(), Map.of("traceparent", "00-a-b-01"));
    await().until(() -> traced.size() == 1);
    needTestimony();
    post(mutate, review().toString());
    await().until(() -> traced.size() == 2);

    Traced atOnce = traced.getFirst();
    assertEquals("00-a-b-01", atOnce.parent());
    assertEquals(audited.getFirst(), atOnce.entry());
    assertEquals(Optional.empty(), atOnce.detour());
    Traced later = traced.getLast();
    Detour detour = later.detour().orElseThrow();
    List<Long> moments =
        List.of(before, detour.left(), detour.turn().orElseThrow(), detour.back(), later.ended());
    assertEquals(moments.stream().sorted().toList(), moments);
    assertTrue(later.entry().took().toNanos() >= later.ended() - detour.left());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void echoesTheUidAndGrantsWithAPatch() throws Exception {
    JsonNode response = answer(post(mutate, review().toString()));

    assertEquals("u-1", response.get("uid").textValue());
    assertTrue(response.get("allowed").booleanValue());
    assertEquals("JSONPatch", response.get("patchType").textValue());
    await().until(() -> count("cgrant.decisions", "verdict", "Granted") == 1);
  }

  @Test
  void hasNothingToAddToItsOwnOutput() throws Exception {
    ObjectNode review = review();
    var patch =
        JSON.readTree(
            Base64.getDecoder()
                .decode(answer(post(mutate, review.toString())).get("patch").textValue()));
    var request = (ObjectNode) review.get("request");
    request.set("object", JsonPatch.apply(patch, request.get("object")));

    assertEquals("writable", request.at("/object/spec/runtimeClassName").textValue());
    assertFalse(request.at("/object/spec/hostUsers").booleanValue());
    assertEquals(
        "ray@7", request.at("/object/metadata/annotations/cgrant.io~1granted-by").textValue());
    assertFalse(answer(post(mutate, review.toString())).has("patch"));
    JsonNode validated = answer(post(validate, review.toString()));
    assertTrue(validated.get("allowed").booleanValue());
    assertFalse(validated.has("patch"));
  }

  @Test
  void refusesOnValidateWhatWasNeverMutated() throws Exception {
    JsonNode response = answer(post(validate, review().toString()));

    assertFalse(response.get("allowed").booleanValue());
    assertEquals(403, response.at("/status/code").intValue());
    assertEquals("Forbidden", response.at("/status/reason").textValue());
    await().until(() -> audited.size() == 1);
  }

  @Test
  void readsOnceMoreWhenTheNamespaceIsNotKnown() throws Exception {
    snapshots.current = without(snapshots.current);
    snapshots.refreshed = new FakeSnapshots().current;

    assertTrue(answer(post(mutate, review().toString())).get("allowed").booleanValue());
    assertTrue(snapshots.bound.compareTo(Duration.ofSeconds(2)) <= 0, snapshots.bound.toString());
  }

  @Test
  void isUndecidedWhenReadingOnceMoreDoesNotHelp() throws Exception {
    snapshots.current = without(snapshots.current);
    snapshots.refreshed = snapshots.current;

    assertUndecided("is not known", post(mutate, review().toString()));
  }

  @Test
  void isUndecidedBeforeItKnowsAnything() throws Exception {
    snapshots.current = Snapshot.UNSYNCED;

    assertUndecided("not yet read", post(mutate, review().toString()));
  }

  @Test
  void isUndecidedWhenTheTimeIsOver() throws Exception {
    assertUndecided("time is over", post(mutate.resolve("?timeout=0s"), review().toString()));
  }

  @Test
  void isUndecidedWhenItFailsAndKeepsTheReasonToItself() throws Exception {
    snapshots.current = null;

    var response = post(mutate, review().toString());

    assertUndecided("its log says why under uid u-1", response);
    assertFalse(response.body().contains("Exception"), response.body());
    assertFalse(response.body().contains("at io.cgrant"), response.body());
  }

  /// Each is another request, and what is told of them is one thing that came again.
  @Test
  void ofAllThatItFailsOnTheSameIsRecorded() throws Exception {
    snapshots.current = null;
    ObjectNode again = review();
    ((ObjectNode) again.get("request")).put("uid", "u-2");

    assertUndecided("its log says why under uid u-1", post(mutate, review().toString()));
    assertUndecided("its log says why under uid u-2", post(mutate, again.toString()));

    await().until(() -> audited.size() == 2);
    String first = Wording.account(audited.getFirst(), 1_024);
    assertEquals(first, Wording.account(audited.getLast(), 1_024));
    assertTrue(first.endsWith("its log says why"), first);
  }

  @Test
  void isUndecidedWhereTheStackIsTooSmall() throws Exception {
    URI uri =
        open(
            Ask.Phase.Validate,
            new Told(
                () -> {
                  throw new StackOverflowError();
                }));

    assertUndecided("its log says why under uid u-1", post(uri, review().toString()));
  }

  @Test
  void leavesAnOrdinaryPodAloneWhateverFails() throws Exception {
    ObjectNode review = review();
    ((ObjectNode) review.at("/request/object/metadata")).remove("labels");
    snapshots.current = Snapshot.UNSYNCED;

    assertTrue(answer(post(mutate, review.toString())).get("allowed").booleanValue());
    assertTrue(answer(post(validate, review.toString())).get("allowed").booleanValue());
  }

  @Test
  void answersBadJsonWithTheReasonAndNoMore() throws Exception {
    var response = post(mutate, "{\"kind\":1}");

    assertEquals(400, response.statusCode());
    assertEquals("/kind: expected a string, found a number\n", response.body());
    assertEquals(1, count("cgrant.rejected.requests", "cause", "Unreadable"));
  }

  @Test
  void takesNothingButPost() throws Exception {
    var response = server.get(validate);

    assertEquals(405, response.statusCode());
    assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
  }

  @Test
  void takesABodyOfTheLargestSizeAndNotOneByteMore() throws Exception {
    String review = review().toString();
    int room = BodyRoom.LARGEST - review.length();

    assertEquals(200, post(mutate, review + " ".repeat(room)).statusCode());
    assertEquals(413, post(mutate, review + " ".repeat(room + 1)).statusCode());
    assertEquals(200, post(mutate, review).statusCode());
  }

  @Test
  void cutsOffALargeBodyThatDoesNotComeToAnEnd() throws Exception {
    try (var socket = new Socket("127.0.0.1", mutate.getPort())) {
      var out = socket.getOutputStream();
      out.write(
          "POST /?timeout=1s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[200_000]);
      out.flush();
      socket.setSoTimeout(60_000);

      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void asksToComeBackWhenTooMuchIsUnderWay() {
    var budget = new BodyBudget(10);

    assertTrue(budget.take(10));
    assertFalse(budget.take(1));
    budget.giveBack(10);
    assertTrue(budget.take(10));
  }

  private void assertUndecided(String message, HttpResponse<String> response) throws IOException {
    JsonNode answer = answer(response);
    assertFalse(answer.get("allowed").booleanValue());
    assertEquals(503, answer.at("/status/code").intValue());
    String said = answer.at("/status/message").textValue();
    assertTrue(said.startsWith("cannot decide yet: ") && said.contains(message), said);
    // The audit comes after the reply, never before.
    await().until(() -> !audited.isEmpty());
    assertTrue(audited.getLast().verdict() instanceof Verdict.Undecided);
  }

  private double count(String meter, String tag, String value) {
    return meters.get(meter).tag(tag, value).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  private static JsonNode answer(HttpResponse<String> response) throws IOException {
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body()).get("response");
  }

  @Test
  void asksTheApiServerOneThingAfterTheOther() throws Exception {
    needTestimony();
    snapshots.heard = Optional.of(List.of());
    JsonNode response = answer(post(mutate, review().toString()));
    assertTrue(response.get("allowed").booleanValue(), response::toString);
    assertEquals(
        List.of(new Inquiry.Permission("ray"), new Inquiry.Room("ray", new Quota(3))),
        snapshots.inquiries);
  }

  @Test
  void aLargeRequestThatWaitsKeepsTheWordsThatRulesLookAt() throws Exception {
    needTestimony();
    snapshots.heard = Optional.of(List.of());
    ObjectNode large = review();
    ((ObjectNode) large.at("/request/object/metadata"))
        .putObject("annotations")
        .put("example.com/note", "x".repeat(300_000));
    for (int i = 0; i < 100; i++) {
      assertTrue(answer(post(mutate, large.toString())).get("allowed").booleanValue());
      assertTrue(snapshots.asked.manuscript().pod("").isPresent(), "request " + i);
    }
  }

  @Test
  void refusesByWhatTheApiServerSays() throws Exception {
    needTestimony();
    snapshots.heard = Optional.of(List.of(new Finding("metadata", Reason.AuthorNotAllowed, "no")));
    JsonNode response = answer(post(mutate, review().toString()));
    assertEquals(403, response.at("/status/code").intValue());
    assertEquals(1, snapshots.inquiries.size());
  }

  @Test
  void doesNotGrantAndAsksOnceWhereTheApiServerDoesNotAnswer() throws Exception {
    needTestimony();
    assertUndecided("could not be asked", post(mutate, review().toString()));
    assertEquals(1, snapshots.inquiries.size());
  }

  private void needTestimony() {
    var terms = new Terms(List.of(), Optional.of(new Quota(3)), Authorization.Required);
    Policy policy = Worlds.under(POLICY, terms);
    Snapshot known = snapshots.current;
    snapshots.current =
        new Snapshot(
            true,
            PolicySet.of(List.of(policy)),
            known.runtimeClasses(),
            known.gatedHandlers(),
            known.namespaceLabels());
    snapshots.refreshed = snapshots.current;
  }

  private HttpResponse<String> post(URI uri, String body) throws Exception {
    return server.post(uri, body);
  }

  private static Snapshot without(Snapshot known) {
    return new Snapshot(
        true, known.policies(), known.runtimeClasses(), known.gatedHandlers(), Optional.empty());
  }

  private static ObjectNode review() throws IOException {
    return (ObjectNode)
        JSON.readTree(
            """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",
             "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"ml","operation":"CREATE",
             "object":{"metadata":{"name":"p","labels":{"cgrant.io/writable-cgroup":"true"}},
              "spec":{"containers":[{"name":"c","futureField":{"kept":1}}]}}}}
            """);
  }

  private static final class FakeSnapshots implements SnapshotSource {
    private volatile Snapshot current =
        new Snapshot(
            true,
            PolicySet.of(List.of(POLICY)),
            Map.of("writable", "handler"),
            Set.of("handler"),
            Optional.of(Map.of()));
    private volatile Snapshot refreshed;
    private volatile Duration bound;
    private volatile Optional<List<Finding>> heard = Optional.empty();
    private volatile Ask asked;
    private final List<Inquiry> inquiries = new CopyOnWriteArrayList<>();

    @Override
    public Snapshot inquired(Ask ask, Snapshot snapshot, Inquiry inquiry, Duration within) {
      inquiries.add(inquiry);
      asked = ask;
      return heard
          .map(findings -> snapshot.with(snapshot.testimony().with(inquiry, findings)))
          .orElse(snapshot);
    }

    @Override
    public Snapshot current(String namespace) {
      return current;
    }

    @Override
    public Snapshot refreshed(Ask ask, Duration within) {
      bound = within;
      return refreshed;
    }
  }
}
