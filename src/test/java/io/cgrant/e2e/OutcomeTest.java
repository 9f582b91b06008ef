// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The trials are worth what their judge is.
final class OutcomeTest {

  private static final World WORLD = new World("x");
  private static final String REFUSED =
      "admission webhook \"ask.pods.cgrant.io\" denied the request: ";

  @Test
  void anOrdinaryPodIsStoredAsItIs() {
    JsonNode pod = WORLD.ordinaryPod("a");
    assertEquals(Outcome.Right, of(PodSort.Ordinary, pod));
    assertEquals(Outcome.LetBy, of(PodSort.Ordinary, granted(pod)));
    assertEquals(Outcome.Misjudged, of(PodSort.Ordinary, 403, REFUSED + "no policy"));
    assertEquals(Outcome.ByApiServer, of(PodSort.Ordinary, 429, "too many requests"));
  }

  @Test
  void aPodThatQualifiesIsGrantedOrSomebodySaysWhyNot() {
    JsonNode pod = WORLD.pod("a");
    assertEquals(Outcome.Right, of(PodSort.Qualifying, granted(pod)));
    assertEquals(Outcome.LetBy, of(PodSort.Qualifying, pod));
    assertEquals(Outcome.Misjudged, of(PodSort.Qualifying, 403, REFUSED + "no policy"));
    assertEquals(Outcome.Undecided, of(PodSort.Qualifying, 503, REFUSED + "cannot decide yet: x"));
    assertEquals(
        Outcome.Broken,
        of(PodSort.Qualifying, 500, "failed calling webhook \"ask.pods.cgrant.io\": EOF"));
    assertEquals(
        Outcome.Unanswered,
        of(
            PodSort.Qualifying,
            500,
            "failed calling webhook \"ask.pods.cgrant.io\": context deadline exceeded"));
  }

  @Test
  void anUnsafePodIsRefusedByADecision() {
    JsonNode pod = PodSort.Unsafe.pod(WORLD);
    assertEquals(Outcome.Right, of(PodSort.Unsafe, 403, REFUSED + "Privileged"));
    assertEquals(Outcome.LetBy, of(PodSort.Unsafe, pod));
    assertEquals(Outcome.LetBy, of(PodSort.Unsafe, granted(pod)));
  }

  @Test
  void whatIsCountedIsWhatWasAdded() {
    var tally = new Tally();
    tally.add(PodSort.Ordinary, Outcome.Right, Served.Throughout, 1, "");
    assertEquals(java.time.Duration.ZERO, tally.troubleSince(System.nanoTime() - 1));
    tally.add(PodSort.Ordinary, Outcome.ByApiServer, Served.Throughout, 5, "429");
    tally.add(PodSort.Ordinary, Outcome.NoAnswer, Served.Throughout, 1, "closed");
    tally.add(PodSort.Qualifying, Outcome.Unanswered, Served.Not, 1, "500");
    tally.add(PodSort.Unsafe, Outcome.Undecided, Served.Throughout, 1, "503");
    tally.add(PodSort.Unsafe, Outcome.Unanswered, Served.Interrupted, 1, "500");
    tally.add(PodSort.Unsafe, Outcome.LetBy, Served.Throughout, 1, "201");
    tally.add(PodSort.Qualifying, Outcome.Broken, Served.Interrupted, 1, "500");
    tally.add(PodSort.Qualifying, Outcome.Broken, Served.Not, 1, "500");
    assertEquals(9, tally.sent());
    assertEquals(1, tally.asksBroken());
    assertEquals(1, tally.ordinaryRefused());
    assertEquals(1, tally.asksRefused(Served.Throughout));
    assertEquals(2, tally.asksRefused(Served.Interrupted));
    assertEquals(2, tally.asksRefused(Served.Not));
    assertEquals(5, tally.asksRefused());
    assertEquals(1, tally.of(Outcome.LetBy));
    assertEquals(5, tally.longest().toNanos());
    assertEquals(8, tally.examples().size());
  }

  private static Outcome of(PodSort sort, JsonNode pod) {
    return Outcome.of(sort, new Reply(201, pod, List.of()));
  }

  private static Outcome of(PodSort sort, int code, String message) {
    JsonNode status = WORLD.pod("a").deepCopy();
    ((ObjectNode) status).put("message", message);
    return Outcome.of(sort, new Reply(code, status, List.of()));
  }

  private static JsonNode granted(JsonNode pod) {
    JsonNode copy = pod.deepCopy();
    ((ObjectNode) copy.get("spec")).put("runtimeClassName", "cgroup-writable-x");
    ((ObjectNode) copy.get("metadata"))
        .putObject("annotations")
        .put("cgrant.io/granted-by", "ray-x@1");
    return copy;
  }
}
