// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.cgrant.audit.PolicyNews;
import io.cgrant.cluster.KnownPolicy;
import io.cgrant.placement.NodeCount;
import io.cgrant.policy.Authorization;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Terms;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Requirement;
import io.cgrant.reading.PolicyReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TidingsTest {

  private static final Instant END = Instant.parse("2027-01-31T00:00:00Z");
  private static final PolicyException EXCEPTION =
      new PolicyException(
          "old-farm", Set.of("ml-prod"), Set.of(Requirement.limits), "moving", "team-ml", END);
  private static final Instant START = END.minus(Duration.ofDays(100));
  private static final KnownPolicy POLICY =
      new KnownPolicy(
          "ray",
          "uid",
          1,
          new PolicyReading.Ready(
              Worlds.under(
                  Worlds.policy("ray"),
                  new Terms(List.of(EXCEPTION), Optional.empty(), Authorization.NotRequired)),
              List.of()),
          MissingNode.getInstance());

  @Test
  void anExceptionIsToldOnceWhenItsEndIsNearAndOnceWhenItHasEnded() {
    var told = new ArrayList<PolicyNews>();
    StatusReport before = StatusReport.stored(MissingNode.getInstance());
    for (int day = -9; day <= 2; day++) {
      Instant now = END.plus(Duration.ofDays(day));
      StatusReport report = report(now);
      told.addAll(Tidings.of(POLICY, before, report));
      before = StatusReport.stored(report.toJson(MissingNode.getInstance(), now));
    }
    assertEquals(
        List.of(
            new PolicyNews.ExceptionExpires("ray", "uid", "old-farm", "team-ml", END),
            new PolicyNews.ExceptionEnded("ray", "uid", "old-farm", "team-ml", END)),
        told);
  }

  @Test
  void anExceptionThatBeginsInItsLastDaysIsToldToo() {
    List<PolicyNews> news =
        Tidings.of(
            POLICY,
            StatusReport.stored(MissingNode.getInstance()),
            report(END.minus(Duration.ofDays(1))));
    assertEquals(
        List.of(new PolicyNews.ExceptionExpires("ray", "uid", "old-farm", "team-ml", END)), news);
  }

  @Test
  void thatNoNodeCanRunItIsToldEachTimeItComesToThat() {
    var told = new ArrayList<PolicyNews>();
    StatusReport before = StatusReport.stored(MissingNode.getInstance());
    for (NodeCount count : List.of(nodes(1), nodes(0), other(), nodes(1), nodes(0))) {
      StatusReport report = report(START, Map.of(Worlds.CLASS, count));
      told.addAll(Tidings.of(POLICY, before, report));
      before = StatusReport.stored(report.toJson(MissingNode.getInstance(), START));
    }
    var news =
        new PolicyNews.NoNode(
            "ray",
            "uid",
            "0 of 1 nodes have handler \"cgroup-writable\" with user namespaces; not n1; configure"
                + " the container runtime there, or select other nodes");
    assertEquals(List.of(news, news), told);
  }

  private static NodeCount nodes(int able) {
    List<String> unable = able == 0 ? List.of("n1") : List.of();
    return new NodeCount(Map.of(), 1, 0, able, able, unable, unable);
  }

  private static NodeCount other() {
    return new NodeCount(Map.of(), 1, 0, 0, 0, List.of("n2"), List.of("n2"));
  }

  private static StatusReport report(Instant now) {
    return report(now, Map.of());
  }

  private static StatusReport report(Instant now, Map<String, NodeCount> nodes) {
    return StatusReport.of(
        POLICY, Worlds.CLASSES, Set.of("cgroup-writable"), nodes, Map.of(), Figures.UNKNOWN, now);
  }
}
