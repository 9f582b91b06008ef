// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.docs.BentPod;
import io.cgrant.docs.PodSecurityRule;
import io.cgrant.docs.PodSecurityRule.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whether the Pod Security Standards say what the rows of `docs/reference/pod-security.md` take
/// them to say: each pod is put before the API server's own Pod Security, and asks cgrant for
/// nothing.
@ExtendWith(StandExtension.class)
final class PodSecurityIT {

  private static final String NOT_ON_EPHEMERAL = "cannot be set for an Ephemeral Container";

  /// What an API server refuses by itself, before it asks Pod Security; by rule and place.
  private static final Map<String, String> REFUSED_BEFORE =
      Map.of(
          "windowsHostProcess initContainers",
          "all containers must be HostProcess containers",
          "windowsHostProcess ephemeralContainers",
          "hostProcess",
          "hostPorts ephemeralContainers",
          NOT_ON_EPHEMERAL,
          "hostProbesAndHostLifecycle ephemeralContainers",
          NOT_ON_EPHEMERAL);

  /// What no API server of today reads, by a part of the patch.
  private static final String OF_THE_FUTURE = "ofTheFuture";

  /// From which version on the standard allows it, by rule and the end of the patch.
  private static final Map<String, Integer> ALLOWED_SINCE =
      Map.of(
          "runAsNonRoot pod {}", PodSecurityStage.RELAXED,
          "runAsNonRoot container", PodSecurityStage.RELAXED,
          "runAsUser container", PodSecurityStage.RELAXED,
          "net.ipv4.tcp_slow_start_after_idle", 37,
          "net.ipv4.tcp_notsent_lowat", 37);

  private static final Map<String, Integer> ENDS = new TreeMap<>();
  private static PodSecurityStage stage;

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
      ClusterChoice.say("of Pod Security 1." + stage.minor() + " asked: " + ENDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStandardForbidsIsRefusedByItInTheWordsOfItsRule(PodSecurityRule rule, Stand stand) {
    start(stand);
    rule.samples().forbiddenToPods().forEach(patch -> forbidden(rule, PodSecurityStage.POD, patch));
    for (String place : BentPod.LISTS) {
      rule.samples().forbiddenToContainers().forEach(patch -> forbidden(rule, place, patch));
      rule.samples().acceptedThoughForbidden().forEach(patch -> forbidden(rule, place, patch));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStandardAllowsPasses(PodSecurityRule rule, Stand stand) {
    start(stand);
    rule.samples().allowedToPods().forEach(patch -> allowed(rule, PodSecurityStage.POD, patch));
    rule.samples()
        .refusedThoughAllowed()
        .forEach(patch -> allowed(rule, PodSecurityStage.POD, patch));
    for (String place : BentPod.LISTS) {
      rule.samples().allowedToContainers().forEach(patch -> allowed(rule, place, patch));
    }
  }

  private static void start(Stand stand) {
    if (stage == null) {
      stage = new PodSecurityStage(stand);
    }
  }

  private static void forbidden(PodSecurityRule rule, String place, String patch) {
    List<Level> levels =
        switch (rule.level()) {
          case BASELINE -> List.of(Level.BASELINE, Level.RESTRICTED);
          case RESTRICTED -> List.of(Level.RESTRICTED);
        };
    for (Level level : levels) {
      Reply reply = stage.send(rule, level, place, patch);
      String what = rule + " " + level + " " + place + " " + patch + ": " + reply.message();
      String before = REFUSED_BEFORE.get(rule + " " + place);
      if (before != null) {
        assertEquals(422, reply.code(), what);
        assertTrue(reply.message().contains(before), what);
        count("refused by the API server before");
      } else if (patch.contains(OF_THE_FUTURE)) {
        assertEquals(400, reply.code(), what);
        assertTrue(reply.message().contains("unknown field"), what);
        count("read by no API server of today");
      } else {
        assertForbidden(rule, level, reply, what);
        count("forbidden");
      }
    }
  }

  private static void allowed(PodSecurityRule rule, String place, String patch) {
    Reply reply = stage.send(rule, Level.RESTRICTED, place, patch);
    String what = rule + " " + place + " " + patch + ": " + reply.message();
    String before = REFUSED_BEFORE.get(rule + " " + place);
    if (before != null) {
      assertEquals(422, reply.code(), what);
      assertTrue(reply.message().contains(before), what);
      count("refused by the API server before");
      return;
    }
    int since = allowedSince(rule, place, patch);
    if (stage.minor() < since) {
      assertForbidden(rule, Level.RESTRICTED, reply, what);
      count("allowed only since 1." + since + ", and forbidden here");
      return;
    }
    assertTrue(reply.accepted(), what);
    count("allowed");
  }

  private static int allowedSince(PodSecurityRule rule, String place, String patch) {
    String kind = place.equals(PodSecurityStage.POD) ? "pod " + patch : "container";
    return ALLOWED_SINCE.entrySet().stream()
        .filter(e -> e.getKey().equals(rule + " " + kind) || patch.contains(e.getKey()))
        .mapToInt(Map.Entry::getValue)
        .findFirst()
        .orElse(0);
  }

  /// Of what both levels forbid, the upper one may say it by a rule of its own.
  private static void assertForbidden(PodSecurityRule rule, Level level, Reply reply, String what) {
    assertEquals(403, reply.code(), what);
    assertTrue(reply.message().contains("violates PodSecurity"), what);
    assertTrue(level != rule.level() || reply.message().contains(rule.words()), what);
  }

  private static void count(String end) {
    ENDS.merge(end, 1, Integer::sum);
  }
}
