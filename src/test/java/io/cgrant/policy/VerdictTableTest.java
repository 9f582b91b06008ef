// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static io.cgrant.policy.Worlds.CLASS;
import static io.cgrant.policy.Worlds.FOREIGN;
import static io.cgrant.policy.Worlds.TWIN;
import static io.cgrant.policy.Worlds.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.pod.Containers;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The whole decision as one table: when the gate is asked, how the pod asks, what the policy is,
/// what the pod is. Every combination has exactly one row; a finding stands under its reason.
class VerdictTableTest {

  /// When: `open`, while the pod can be changed (Mutate CREATE, Preview of either), or `final`.
  /// Policy: `none`; `enforce`, `warn`, `audit` grant the RuntimeClass; `crio` warns and grants
  /// only the CRI-O annotation; `some` is any of the four.
  /// Pod: `good`; `weak` has no user namespace, which the policies require; `floor` is privileged.
  /// A word in brackets after NotAsked is what a warning says.
  private static final String TABLE =
      """
      when  | asks by               | policy       | pod   | verdict
      any   | nothing               | any          | any   | NotAsked
      any   | label-false           | any          | any   | NotAsked
      any   | foreign-class         | any          | any   | NotAsked
      any   | namespace+label-false | any          | any   | NotAsked
      any   | unknown-class         | any          | any   | Undecided UnknownRuntimeClass

      any   | label-yes             | none         | good  | Refused AskUnclear NoPolicy
      any   | label-yes             | none         | weak  | Refused AskUnclear NoPolicy
      any   | label-yes             | none         | floor | Refused AskUnclear PrivilegedContainer NoPolicy
      any   | label-yes             | some         | good  | Refused AskUnclear
      any   | label-yes             | some         | weak  | Refused AskUnclear UserNamespaceMissing
      any   | label-yes             | some         | floor | Refused AskUnclear PrivilegedContainer

      open  | label                 | none         | good  | Refused NoPolicy
      open  | label                 | none         | weak  | Refused NoPolicy
      open  | label                 | none         | floor | Refused PrivilegedContainer NoPolicy
      open  | label                 | enforce      | good  | Granted adds-class
      open  | label                 | enforce      | weak  | Refused UserNamespaceMissing
      open  | label                 | enforce      | floor | Refused PrivilegedContainer
      open  | label                 | warn,audit   | good  | Granted adds-class
      open  | label                 | warn,audit   | weak  | Granted adds-class despite UserNamespaceMissing
      open  | label                 | warn,audit   | floor | Refused PrivilegedContainer
      open  | label                 | crio         | good  | Refused RouteNotGranted
      open  | label                 | crio         | weak  | Refused RouteNotGranted UserNamespaceMissing
      open  | label                 | crio         | floor | Refused PrivilegedContainer RouteNotGranted
      final | label                 | none         | good  | Refused AskUnanswered NoPolicy
      final | label                 | none         | weak  | Refused AskUnanswered NoPolicy
      final | label                 | none         | floor | Refused AskUnanswered PrivilegedContainer NoPolicy
      final | label                 | some         | good  | Refused AskUnanswered
      final | label                 | some         | weak  | Refused AskUnanswered UserNamespaceMissing
      final | label                 | some         | floor | Refused AskUnanswered PrivilegedContainer

      open  | namespace             | none         | good  | NotAsked (NoPolicy)
      open  | namespace             | none         | weak  | NotAsked (NoPolicy)
      open  | namespace             | none         | floor | NotAsked (PrivilegedContainer NoPolicy)
      open  | namespace             | enforce      | good  | Granted adds-class
      open  | namespace             | enforce      | weak  | NotAsked (UserNamespaceMissing)
      open  | namespace             | enforce      | floor | NotAsked (PrivilegedContainer)
      open  | namespace             | warn,audit   | good  | Granted adds-class
      open  | namespace             | warn,audit   | weak  | NotAsked (UserNamespaceMissing)
      open  | namespace             | warn,audit   | floor | NotAsked (PrivilegedContainer)
      open  | namespace             | crio         | good  | NotAsked (RouteNotGranted)
      open  | namespace             | crio         | weak  | NotAsked (RouteNotGranted UserNamespaceMissing)
      open  | namespace             | crio         | floor | NotAsked (PrivilegedContainer RouteNotGranted)
      final | namespace             | any          | any   | NotAsked

      any   | class                 | none         | good  | Refused NoPolicy
      any   | class                 | none         | weak  | Refused NoPolicy
      any   | class                 | none         | floor | Refused PrivilegedContainer NoPolicy
      any   | class                 | enforce      | good  | Granted
      any   | class                 | enforce      | weak  | Refused UserNamespaceMissing
      any   | class                 | enforce      | floor | Refused PrivilegedContainer
      any   | class                 | warn,audit   | good  | Granted
      any   | class                 | warn,audit   | weak  | Granted despite UserNamespaceMissing
      any   | class                 | warn,audit   | floor | Refused PrivilegedContainer
      any   | class                 | crio         | good  | Refused RouteNotGranted
      any   | class                 | crio         | weak  | Refused RouteNotGranted UserNamespaceMissing
      any   | class                 | crio         | floor | Refused PrivilegedContainer RouteNotGranted
      any   | twin-class            | any          | any   | as class
      any   | label+class           | any          | any   | as class
      any   | label-false+class     | any          | any   | as class
      any   | namespace+class       | any          | any   | as class

      any   | label+foreign-class   | none         | good  | Refused RuntimeClassConflict NoPolicy
      any   | label+foreign-class   | none         | weak  | Refused RuntimeClassConflict NoPolicy
      any   | label+foreign-class   | none         | floor | Refused RuntimeClassConflict PrivilegedContainer NoPolicy
      any   | label+foreign-class   | some         | good  | Refused RuntimeClassConflict
      any   | label+foreign-class   | some         | weak  | Refused RuntimeClassConflict UserNamespaceMissing
      any   | label+foreign-class   | some         | floor | Refused RuntimeClassConflict PrivilegedContainer
      open  | namespace+foreign     | none         | good  | NotAsked (RuntimeClassConflict)
      open  | namespace+foreign     | none         | weak  | NotAsked (RuntimeClassConflict)
      open  | namespace+foreign     | none         | floor | NotAsked (RuntimeClassConflict)
      open  | namespace+foreign     | some         | good  | NotAsked (RuntimeClassConflict)
      open  | namespace+foreign     | some         | weak  | NotAsked (RuntimeClassConflict)
      open  | namespace+foreign     | some         | floor | NotAsked (RuntimeClassConflict)
      final | namespace+foreign     | any          | any   | NotAsked

      any   | annotation            | none         | good  | Refused NoPolicy
      any   | annotation            | none         | weak  | Refused NoPolicy
      any   | annotation            | none         | floor | Refused PrivilegedContainer NoPolicy
      any   | annotation            | enforce      | good  | Refused RouteNotGranted
      any   | annotation            | enforce      | weak  | Refused RouteNotGranted UserNamespaceMissing
      any   | annotation            | enforce      | floor | Refused PrivilegedContainer RouteNotGranted
      any   | annotation            | warn,audit   | good  | Refused RouteNotGranted
      any   | annotation            | warn,audit   | weak  | Refused RouteNotGranted UserNamespaceMissing
      any   | annotation            | warn,audit   | floor | Refused PrivilegedContainer RouteNotGranted
      any   | annotation            | crio         | good  | Granted
      any   | annotation            | crio         | weak  | Granted despite UserNamespaceMissing
      any   | annotation            | crio         | floor | Refused PrivilegedContainer
      any   | annotation+class      | none         | good  | Refused NoPolicy
      any   | annotation+class      | none         | weak  | Refused NoPolicy
      any   | annotation+class      | none         | floor | Refused PrivilegedContainer NoPolicy
      any   | annotation+class      | some         | good  | Refused RouteNotGranted
      any   | annotation+class      | some         | weak  | Refused RouteNotGranted UserNamespaceMissing
      any   | annotation+class      | some         | floor | Refused PrivilegedContainer RouteNotGranted
      """;

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "open", List.of("Mutate CREATE", "Preview CREATE", "Preview UPDATE"),
          "final", List.of("Mutate UPDATE", "Validate CREATE", "Validate UPDATE"),
          "some", List.of("enforce", "warn", "audit", "crio"));

  private static final List<String> WHEN =
      List.of(
          "Mutate CREATE",
          "Mutate UPDATE",
          "Validate CREATE",
          "Validate UPDATE",
          "Preview CREATE",
          "Preview UPDATE");
  private static final List<String> POLICIES = List.of("none", "enforce", "warn", "audit", "crio");
  private static final List<String> PODS = List.of("good", "weak", "floor");

  record Row(Set<String> when, String how, Set<String> policies, Set<String> pods, String verdict) {

    static Row of(String line) {
      String[] cells = line.split("\\|");
      return new Row(
          values(cells[0], WHEN),
          cells[1].strip(),
          values(cells[2], POLICIES),
          values(cells[3], PODS),
          cells[4].strip());
    }

    static Set<String> values(String cell, List<String> all) {
      String word = cell.strip();
      return Set.copyOf(
          word.equals("any") ? all : WORDS.getOrDefault(word, List.of(word.split(","))));
    }
  }

  @Test
  void everyVerdictIsAsTheTableSays() {
    Map<String, String> expected = expanded();
    List<String> ways =
        expected.keySet().stream().map(k -> k.split(" \\| ")[1]).distinct().toList();
    assertEquals(
        WHEN.size() * ways.size() * POLICIES.size() * PODS.size(), expected.size(), "complete");

    var actual = new HashMap<String, String>();
    for (String key : expected.keySet()) {
      String[] cells = key.split(" \\| ");
      actual.put(key, verdict(cells[0], cells[1], cells[2], cells[3]));
    }

    assertEquals(sorted(expected), sorted(actual));
  }

  private static Map<String, String> expanded() {
    var expected = new HashMap<String, String>();
    for (String line : TABLE.lines().skip(1).filter(l -> !l.isBlank()).toList()) {
      Row row = Row.of(line);
      for (String when : row.when) {
        for (String policy : row.policies) {
          for (String pod : row.pods) {
            String tail = " | " + policy + " | " + pod;
            String verdict =
                row.verdict.startsWith("as ")
                    ? expected.get(when + " | " + row.verdict.substring(3) + tail)
                    : row.verdict;
            String twice = expected.put(when + " | " + row.how + tail, verdict);
            assertEquals(null, twice, "two rows for " + when + " | " + row.how + tail);
          }
        }
      }
    }
    return expected;
  }

  private static String sorted(Map<String, String> verdicts) {
    return verdicts.entrySet().stream()
        .map(e -> e.getKey() + " -> " + e.getValue())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String verdict(String when, String how, String policy, String pod) {
    String[] moment = when.split(" ");
    var phase = Ask.Phase.valueOf(moment[0]);
    var operation = Ask.Operation.valueOf(moment[1]);
    PodView now = pod(how, pod);
    Optional<PodView> old =
        operation == Ask.Operation.CREATE ? Optional.empty() : Optional.of(withOneMore(how, pod));
    var labels = new HashMap<>(Worlds.TEAM);
    if (how.startsWith("namespace")) {
      labels.put(Asking.LABEL, "true");
    }
    Snapshot snapshot = Worlds.in(labels, policies(policy));
    return said(Gate.decide(Asks.of(phase, operation, Asks.POD, now, old), snapshot));
  }

  private static Policy[] policies(String policy) {
    return switch (policy) {
      case "none" -> new Policy[0];
      case "enforce" -> new Policy[] {policy("p", Enforcement.Enforce)};
      case "warn" -> new Policy[] {policy("p", Enforcement.Warn)};
      case "audit" -> new Policy[] {policy("p", Enforcement.Audit)};
      case "crio" ->
          new Policy[] {
            Worlds.granting(
                policy("p", Enforcement.Warn),
                new Grant(Set.of(Route.Name.CrioAnnotation), CLASS, false))
          };
      default -> throw new AssertionError(policy);
    };
  }

  private static PodView pod(String how, String pod) {
    return bent(how, pod).view();
  }

  /// What was stored: the same pod with another container, so that the update is judged.
  private static PodView withOneMore(String how, String pod) {
    return bent(how, pod).withContainer(Containers.main("gone")).view();
  }

  private static Pods bent(String how, String pod) {
    Pods pods = Pods.granted().withoutLabels();
    for (String way : how.split("\\+")) {
      switch (way) {
        case "nothing", "namespace" -> {}
        case "label" -> pods.withLabel(Asking.LABEL, "true");
        case "label-false" -> pods.withLabel(Asking.LABEL, "false");
        case "label-yes" -> pods.withLabel(Asking.LABEL, "yes");
        case "class" -> pods.withRuntimeClass(CLASS);
        case "twin-class" -> pods.withRuntimeClass(TWIN);
        case "foreign-class", "foreign" -> pods.withRuntimeClass(FOREIGN);
        case "unknown-class" -> pods.withRuntimeClass("nobody-knows");
        case "annotation" -> pods.withAnnotation(RouteFinder.CRIO_KEYS.getFirst(), "true");
        default -> throw new AssertionError(way);
      }
    }
    return switch (pod) {
      case "good" -> pods;
      case "weak" -> pods.withHostUsers(true);
      case "floor" -> pods.withContainer(Containers.init("root").withPrivileged(true));
      default -> throw new AssertionError(pod);
    };
  }

  private static String said(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotAsked(var unmet, var doubts) ->
          "NotAsked" + (unmet.isEmpty() ? "" : " (" + reasons(unmet) + ")");
      case Verdict.Granted(
              var policy,
              var tolerated,
              var addition,
              var waivers,
              var unverified,
              var routes) ->
          "Granted"
              + addition.runtimeClassName().map(n -> " adds-class").orElse("")
              + (tolerated.isEmpty() ? "" : " despite " + reasons(tolerated));
      case Verdict.Refused(var objections, var routes) -> "Refused " + reasons(objections);
      case Verdict.Undecided undecided -> "Undecided " + undecided.cause();
    };
  }

  private static String reasons(List<Objection> objections) {
    var reasons = new ArrayList<String>();
    objections.forEach(o -> reasons.add(o.finding().reason().name()));
    return String.join(" ", reasons);
  }
}
