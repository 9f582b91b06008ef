// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Asks;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Policy;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import io.cgrant.policy.Worlds;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import io.cgrant.policy.check.Requirement;
import io.cgrant.webhook.EndpointPath;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DecisionMeterTest {

  private static final Ask VALIDATE = Asks.validate(Pods.granted().view());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DecisionMeter meter = new DecisionMeter(new Meters(registry));

  @Test
  void countsExceptionsOfTheLastWord() {
    meter.decided(VALIDATE, byException("ray"));
    meter.decided(VALIDATE, byException("ray"));
    meter.decided(Asks.mutate(Pods.granted().view()), byException("ray"));
    meter.decided(dryRun(), byException("ray"));
    meter.decided(VALIDATE, granted("ray"));
    assertEquals(2, count("cgrant.exceptions.used", "policy", "ray"));
  }

  @Test
  void countsPodsThatWereCreatedByTheirGranter() {
    meter.decided(Asks.mutate(Pods.granted().view()), granted("ray"));
    meter.decided(VALIDATE, granted("ray"));
    meter.decided(dryRun(), granted("ray"));
    meter.decided(Asks.preview(Pods.granted().view()), granted("ray"));
    meter.decided(Asks.update(Pods.granted().view(), Pods.granted().view()), granted("ray"));
    meter.decided(
        Asks.of(
            Ask.Phase.Validate,
            Ask.Operation.CREATE,
            new Ask.Subject("Pod", "ml-prod", "head", "binding", ""),
            Pods.granted().view(),
            Optional.empty()),
        granted("ray"));
    assertEquals(1, count("cgrant.grants", "policy", "ray"));
  }

  @Test
  void countsARefusalOnceForEachOfItsReasons() {
    var refused =
        new Verdict.Refused(
            List.of(
                finding("ray", Reason.LimitMissing),
                finding("ray", Reason.LimitMissing),
                finding("gitaly", Reason.HostPort)));
    meter.decided(VALIDATE, refused);
    meter.decided(dryRun(), refused);
    meter.decided(Asks.preview(Pods.granted().view()), refused);
    assertEquals(1, count("cgrant.refusals", "reason", "LimitMissing"));
    assertEquals(1, count("cgrant.refusals", "reason", "HostPort"));
    assertEquals(0, count("cgrant.refusals", "reason", "NoPolicy"));
    assertEquals(2, count("cgrant.decisions", "phase", "Validate"));
  }

  @Test
  void countsTheRoutesByWhichPodsAsked() {
    var routes = Set.of(Route.Name.RuntimeClass, Route.Name.GkeAnnotation);
    meter.decided(VALIDATE, new Verdict.Refused(List.of()).by(routes));
    meter.decided(VALIDATE, granted("ray").by(Set.of(Route.Name.RuntimeClass)));
    meter.decided(
        Asks.mutate(Pods.granted().view()), granted("ray").by(Set.of(Route.Name.RuntimeClass)));
    meter.decided(dryRun(), new Verdict.Refused(List.of()).by(routes));
    meter.decided(VALIDATE, granted("ray"));
    assertEquals(2, count("cgrant.routes", "route", "RuntimeClass"));
    assertEquals(1, count("cgrant.routes", "route", "GkeAnnotation"));
    assertEquals(2, count("cgrant.routes", "verdict", "Refused"));
    assertEquals(0, count("cgrant.routes", "route", "CrioSystemd"));
  }

  @Test
  void tellsWhatIsCreatedFromWhatIsChanged() {
    meter.decided(Asks.update(Pods.granted().view(), Pods.granted().view()), granted("ray"));
    assertEquals(1, count("cgrant.decisions", "operation", "UPDATE"));
    assertEquals(0, count("cgrant.decisions", "operation", "CREATE"));
  }

  @Test
  void countsWhyNobodyCouldDecide() {
    meter.decided(VALIDATE, new Verdict.Undecided(Verdict.Cause.NotSynced, "not yet"));
    assertEquals(1, count("cgrant.undecided", "cause", "NotSynced"));
    assertEquals(0, count("cgrant.undecided", "cause", "OutOfTime"));
  }

  @Test
  void measuresEachAddressByItself() {
    meter.answered(EndpointPath.MutateTemplate, 4_000_000);
    meter.answered(EndpointPath.MutateTemplate, 24_000_000);
    var timer = registry.get("cgrant.decision.duration").tag("path", "/mutate-template").timer();
    assertEquals(2, timer.count());
    assertEquals(
        0, registry.get("cgrant.decision.duration").tag("path", "/mutate").timer().count());
  }

  @Test
  void aBitIsEnoughForEachReason() {
    assertTrue(Reason.values().length <= Long.SIZE, "DecisionMeter counts reasons in one long");
  }

  /// Nothing is made for what is measured: no tag, no iterator, no name.
  @Test
  void aRequestLeavesNothingBehind() {
    var real = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var counted = new DecisionMeter(new Meters(real));
    List<Verdict> verdicts =
        List.of(
            granted("ray"),
            byException("ray"),
            new Verdict.Refused(List.of(finding("ray", Reason.LimitMissing))),
            new Verdict.Undecided(Verdict.Cause.NotSynced, "not yet"),
            Verdict.NotAsked.UNTOUCHED);
    measure(counted, verdicts, 1_000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    measure(counted, verdicts, 10_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < 50_000, () -> bytes + " bytes for 50,000 requests");
  }

  private static void measure(DecisionMeter counted, List<Verdict> verdicts, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < verdicts.size(); i++) {
        counted.decided(VALIDATE, verdicts.get(i));
        counted.answered(EndpointPath.Validate, 300_000);
      }
    }
  }

  private double count(String meter, String label, String value) {
    return registry.get(meter).tag(label, value).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static Objection finding(String policy, Reason reason) {
    return new Objection(
        Optional.of(policy), OptionalLong.of(3), new Finding("spec", reason, "why"));
  }

  private static Ask dryRun() {
    return new Ask(
        "u",
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        Asks.POD,
        Pods.granted().view(),
        Optional.empty(),
        Ask.Requester.NOBODY,
        true);
  }

  private static Verdict.Granted granted(String policy) {
    return new Verdict.Granted(Worlds.policy(policy), List.of());
  }

  private static Verdict.Granted byException(String name) {
    Policy policy = Worlds.policy(name);
    var exception =
        new PolicyException("e", Set.of("ml"), Set.of(Requirement.limits), "r", "o", Instant.EPOCH);
    return new Verdict.Granted(
        policy,
        List.of(),
        Verdict.Addition.NONE,
        List.of(new Waiver(exception, Instant.EPOCH, List.of())),
        List.of());
  }
}
