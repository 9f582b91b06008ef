// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods that run while what they were granted by changes under them.
@ExtendWith(StandExtension.class)
final class DriftIT {

  private static final String OFTEN = "-Dcgrant.drift.period=1s";

  /// A busy machine may need that for a replica to lead, and to look twice.
  private static final Duration BOUND = Duration.ofMinutes(2);

  private static final String NARROWED =
      "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"100m\"}}}}}";
  private static final String WIDENED =
      "{\"spec\":{\"require\":{\"limits\":{\"max\":{\"cpu\":\"3\"}}}}}";

  /// Its policy does not speak for that namespace any more.
  private static final String OF_OTHERS = "{\"metadata\":{\"labels\":{\"team\":\"others\"}}}";

  private static final Pattern LIST_OF_PODS =
      Pattern.compile(
          "(?m)^etcd_request_duration_seconds_count\\{(?=[^}]*operation=\"list\")"
              + "[^}]*(?:resource=\"pods\"|type=\"/?pods/?\")[^}]*} (\\d+)$");

  @Test
  void whatChangesUnderAPodIsToldAndNothingIsTakenFromIt(Stand stand) {
    var changed = new World(stand.newId());
    var deleted = new World(stand.newId());
    var replaced = new World(stand.newId());
    var wider = new World(stand.newId());
    var moved = new World(stand.newId());
    CgrantProcess cgrant = stand.cgrant();
    cgrant.close();
    cgrant.start(OFTEN);
    try (var stage = new Stage(stand)) {
      for (World world : List.of(changed, deleted, replaced, wider, moved)) {
        stage.given(world.given());
        stage.create(world.pod("running")).orThrow();
      }
      JsonNode unseen = madeWithoutCgrant(stage, changed);
      try {
        awaitDrift(stand, unseen, "NoRecord");
        List<String> before = fingerprints(stage, unseen, changed, deleted, replaced, wider, moved);

        stage.admin().merge(changed.policy(), NARROWED).orThrow();
        stage.admin().merge(wider.policy(), WIDENED).orThrow();
        stage.admin().delete(deleted.policy()).orThrow();
        replaceClass(stage, replaced);
        stage.admin().merge(moved.given().getFirst(), OF_OTHERS).orThrow();
        awaitDrift(stand, changed.pod("running"), "PolicyChanged");
        awaitDrift(stand, deleted.pod("running"), "PolicyDeleted");
        awaitDrift(stand, replaced.pod("running"), "ClassChanged");
        awaitDrift(stand, moved.pod("running"), "CircumstancesChanged");
        assertEvent(stage, changed, "PolicyChanged: granted by ray-" + changed.id() + "@1");
        assertEvent(stage, deleted, "PolicyDeleted: ");
        assertEvent(stage, replaced, "ClassChanged: ");
        assertEvent(
            stage,
            moved,
            "CircumstancesChanged: granted by ray-" + moved.id() + "@1, which is as it was");
        assertEquals(List.of(), lines(stand, wider.pod("running")), "a wider policy still grants");
        assertWho(stand, stage, changed, deleted);
        awaitCounted(
            cgrant,
            "NoRecord",
            "PolicyChanged",
            "PolicyDeleted",
            "ClassChanged",
            "CircumstancesChanged");

        toldOnceMoreAfterARestart(stand, changed);
        stage.admin().merge(changed.policy(), WIDENED).orThrow();
        Wait.upTo(BOUND)
            .until(
                () -> "it is over: " + lines(stand, changed.pod("running")),
                () -> lines(stand, changed.pod("running")).getLast().equals("Settled "));
        assertEquals(before, fingerprints(stage, unseen, changed, deleted, replaced, wider, moved));
      } finally {
        stage.admin().delete(unseen);
      }
    } finally {
      cgrant.close();
      cgrant.start();
    }
  }

  /// From 1.34 on; so no sweep is heavy for etcd. Others list pods too, as the garbage collector of
  /// a namespace: so a while is looked for in which nobody does.
  @Test
  void theApiServerListsPodsFromItsWatchCacheAndNotFromEtcd(Stand stand) {
    Abort.unless(stand.cluster(), Cluster.Ability.Restart, "sweeps and what etcd is asked");
    CgrantProcess cgrant = stand.cgrant();
    cgrant.close();
    cgrant.start(OFTEN);
    try {
      assertTrue(LIST_OF_PODS.matcher(apiServerMetrics(stand)).find(), "nobody counts lists");
      awaitSweeps(cgrant, 1);
      Wait.upTo(BOUND)
          .until(
              () -> "sweeps that cost etcd nothing; lists: " + lists(stand),
              () -> {
                long before = lists(stand);
                awaitSweeps(cgrant, 3);
                return lists(stand) == before;
              });
    } finally {
      cgrant.close();
      cgrant.start();
    }
  }

  /// So many more have ended.
  private static void awaitSweeps(CgrantProcess cgrant, int count) {
    for (int i = 0; i < count; i++) {
      double last = lastSweep(cgrant);
      Wait.upTo(BOUND).until("a sweep has ended", () -> lastSweep(cgrant) > last);
    }
  }

  private static double lastSweep(CgrantProcess cgrant) {
    return new ExposedSeries(cgrant.metricsText()).sum("cgrant_drift_sweep_ended_seconds");
  }

  /// How often etcd was asked for a list of pods.
  private static long lists(Stand stand) {
    return LIST_OF_PODS
        .matcher(apiServerMetrics(stand))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static String apiServerMetrics(Stand stand) {
    return Command.of(Programs.kubectl(stand.cluster()).toString(), "get", "--raw=/metrics")
        .with("KUBECONFIG", stand.cluster().kubeconfig(Cluster.User.Admin))
        .run()
        .orThrow();
  }

  private static void assertWho(Stand stand, Stage stage, World changed, World deleted) {
    try (var auditor = new Auditor(stand, stage.admin())) {
      String all = auditor.who();
      assertTrue(
          all.matches("(?s).*ml-" + changed.id() + "/running +ray-\\S+@1 .*PolicyChanged.*"), all);
      assertTrue(all.contains("cgrant/unseen-" + changed.id()), all);
      String one = auditor.who("-n", deleted.namespace(), "-o", "json");
      assertEquals(1, one.lines().count(), one);
      assertTrue(one.contains("\"cause\":\"PolicyDeleted\""), one);
    }
  }

  /// The log is kept over a restart.
  private static void toldOnceMoreAfterARestart(Stand stand, World changed) {
    JsonNode pod = changed.pod("running");
    assertEquals(List.of("Drifted PolicyChanged"), lines(stand, pod), "told once in many sweeps");
    stand.cgrant().close();
    stand.cgrant().start(OFTEN);
    Wait.upTo(BOUND)
        .until(
            () -> "told by the next process: " + lines(stand, pod),
            () -> lines(stand, pod).equals(Collections.nCopies(2, "Drifted PolicyChanged")));
  }

  /// The API server asks nobody about pods in cgrant's own namespace: this one is as if it had
  /// been created before cgrant was there.
  private static JsonNode madeWithoutCgrant(Stage stage, World world) {
    JsonNode pod = world.pod("unseen-" + world.id()).deepCopy();
    ((ObjectNode) pod.at("/metadata")).put("namespace", "cgrant");
    ((ObjectNode) pod.at("/spec")).put("runtimeClassName", "cgroup-writable-" + world.id());
    stage.admin().create(pod).orThrow();
    return pod;
  }

  /// A class cannot be given another handler, but another class the same name.
  private static void replaceClass(Stage stage, World world) {
    JsonNode gated = world.given().get(1);
    stage.admin().delete(gated).orThrow();
    JsonNode ordinary = gated.deepCopy();
    ((ObjectNode) ordinary).put("handler", "plain");
    ((ObjectNode) ordinary.at("/metadata")).remove("labels");
    stage.admin().create(ordinary).orThrow();
  }

  private static void awaitDrift(Stand stand, JsonNode pod, String cause) {
    Wait.upTo(BOUND)
        .until(
            () -> cause + " of " + Manifests.name(pod) + ": " + lines(stand, pod),
            () -> lines(stand, pod).contains("Drifted " + cause));
  }

  private static void assertEvent(Stage stage, World world, String beginning) {
    var notes = new ArrayList<String>();
    Wait.upTo(BOUND)
        .until(
            () -> "an Event " + beginning + " among " + notes,
            () -> {
              notes.clear();
              for (JsonNode event : stage.events(world.namespace()).about("Pod/running")) {
                if (event.path("reason").asText().equals("Drifted")) {
                  assertFalse(event.at("/regarding/uid").asText().isEmpty());
                  assertEquals("Warning", event.path("type").asText());
                  notes.add(event.path("note").asText());
                }
              }
              return notes.stream().anyMatch(note -> note.startsWith(beginning));
            });
  }

  private static void awaitCounted(CgrantProcess cgrant, String... causes) {
    Wait.upTo(BOUND)
        .until(
            () -> "all are counted:\n" + cgrant.metricsText(),
            () -> {
              var series = new ExposedSeries(cgrant.metricsText());
              boolean all = series.sum("cgrant_writable_cgroup_pods") >= 6;
              for (String cause : causes) {
                all &= series.sum("cgrant_drifted_pods{cause=\"" + cause + "\"}") >= 1;
              }
              return all;
            });
    var series = new ExposedSeries(cgrant.metricsText());
    assertTrue(series.sum("cgrant_drift_sweep_ended_seconds") > 0);
    assertEquals(0, series.sum("cgrant_drift_sweeps_failed_total"));
  }

  /// Of one pod, as `Drifted NoRecord`, in the order of the log.
  private static List<String> lines(Stand stand, JsonNode pod) {
    return DecisionLines.ofDrift(stand.cgrant().log()).stream()
        .filter(line -> line.path("name").asText().equals(Manifests.name(pod)))
        .filter(line -> line.path("namespace").asText().equals(Manifests.namespace(pod)))
        .map(line -> line.path("change").asText() + " " + line.path("cause").asText())
        .toList();
  }

  private static List<String> fingerprints(Stage stage, JsonNode unseen, World... worlds) {
    var all = new ArrayList<String>();
    all.add(fingerprint(stage, unseen));
    for (World world : worlds) {
      all.add(fingerprint(stage, world.pod("running")));
    }
    return all;
  }

  /// Whatever touched it would have changed its version.
  private static String fingerprint(Stage stage, JsonNode pod) {
    JsonNode metadata = stage.stored(pod).orThrow().body().path("metadata");
    return metadata.path("uid").asText() + "/" + metadata.path("resourceVersion").asText();
  }
}
