// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodSpec;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Floor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hears a pod that asks: first what no policy can waive, then every policy that speaks for it.
///
/// @param routes the ways the pod takes by itself; a RuntimeClass that a policy would set is not
/// among them
/// @param effort left for expressions
record Hearing(
    Ask ask,
    Snapshot snapshot,
    Asking asking,
    List<Route> routes,
    Effort effort,
    Stenographer stenographer) {

  Hearing(
      Ask ask, Snapshot snapshot, Asking asking, List<Route> routes, Stenographer stenographer) {
    this(ask, snapshot, asking, routes, Effort.ofOneRequest(), stenographer);
  }

  /// What one policy adds can be what another, asked before it, had missed. So a pod that is
  /// given something is heard again as it will be stored, until nothing is added: the policy
  /// named now is the one that every later hearing names. Each round adds at least one of two
  /// fields. A grant by the policy asked first needs no second hearing: it would come first again.
  Verdict verdict() {
    Hearing latest = this;
    Outcome outcome = heardOnce();
    while (outcome.verdict() instanceof Verdict.Granted granted) {
      PodSpec given = latest.specUnder(granted.policy());
      if (outcome.isFirstChoice() || given.equals(latest.ask.pod().spec())) {
        return granted.adding(Verdict.Addition.between(ask.pod().spec(), given));
      }
      latest = latest.given(given);
      outcome = latest.heardOnce();
    }
    return outcome.verdict();
  }

  /// @param isFirstChoice whether the policy asked first had nothing against the pod
  private record Outcome(Verdict verdict, boolean isFirstChoice) {}

  private Outcome heardOnce() {
    stenographer.begins(this);
    Objections.Gathered objections = belowFloor();
    boolean floorHolds = objections.isEmpty();
    List<Policy> selecting =
        snapshot.policies().matching(ask.pod(), snapshot.namespaceLabels().orElseThrow());
    // A policy written since may come before the recorded one, and makes the record no less true.
    String record =
        ask.canAmend() ? "" : ask.pod().annotations().getOrDefault(Asking.GRANTED_BY, "");
    var eligible = new Eligible(record);
    var misses = new ArrayList<NearMiss>(0);
    for (Policy policy : selecting) {
      Facts facts = facts(policy);
      Candidacy candidacy = Candidacy.of(policy, facts);
      if (candidacy.against().isPresent()) {
        misses.add(missed(policy, candidacy.against().get()));
        continue;
      }
      List<Objection> beyond = beyondGrant(policy, candidacy, room(objections));
      stenographer.beyondGrant(policy, beyond);
      boolean mayGrant = floorHolds && beyond.isEmpty();
      objections.addAll(beyond);
      if (!mayGrant && objections.isFull() && !stenographer.isThere()) {
        continue;
      }
      Examination examined = examined(policy, facts, objections);
      if (mayGrant) {
        eligible.add(examined);
        if (eligible.isSettled() && !stenographer.isThere()) {
          break;
        }
      }
      objections.addAll(examined.unmet());
    }
    if (misses.size() == selecting.size()) {
      objections.add(Objection.ofFloor(Grounds.noPolicy(ask, misses)));
    }
    return chosen(eligible, objections, selecting);
  }

  private NearMiss missed(Policy policy, Condition condition) {
    var miss = new NearMiss(policy, condition);
    stenographer.isMissed(miss);
    return miss;
  }

  private Outcome chosen(
      Eligible eligible, Objections.Gathered objections, List<Policy> selecting) {
    Optional<Verdict.Granted> tolerant = Optional.empty();
    for (Examination examined : eligible.inOrder()) {
      Policy policy = examined.policy();
      if (!examined.unmet().isEmpty()) {
        // One that tolerates what it finds is not asked what else it might find.
        return new Outcome(tolerant.orElse(examined.granted()), false);
      }
      switch (Standing.of(policy, ask, snapshot.testimony())) {
        case Standing.Good(var unverified) -> {
          // One that needs an exception is no first choice: what it gives may be all another
          // lacks. And what is given can change what the conditions of an earlier policy say.
          boolean isFirstChoice = examined.meetsAll() && policy == selecting.getFirst();
          return new Outcome(examined.granted(Objections.NONE, unverified), isFirstChoice);
        }
        case Standing.Unheard(var inquiry) -> {
          return new Outcome(snapshot.testimony().missing(inquiry), false);
        }
        case Standing.Bad(var found) -> {
          objections.addAll(found);
          if (policy.enforcement().tolerates() && tolerant.isEmpty()) {
            tolerant = Optional.of(examined.granted(Objections.of(found), List.of()));
          }
        }
      }
    }
    return new Outcome(
        tolerant.<Verdict>map(granted -> granted).orElse(new Verdict.Refused(objections.end())),
        false);
  }

  /// What no policy can waive.
  private Objections.Gathered belowFloor() {
    var found = new Objections.Gathered();
    Optional<Finding> misunderstanding = Grounds.misunderstanding(ask, asking, routes);
    if (misunderstanding.isPresent()) {
      found.add(Objection.ofFloor(misunderstanding.get()));
      stenographer.ofFloor(List.of(misunderstanding.get()));
    }
    List<Finding> doubts = RouteFinder.doubts(ask.pod());
    stenographer.ofFloor(doubts);
    found.addOfFloor(doubts);
    for (Check check : Floor.CHECKS) {
      List<Finding> findings = check.examine(ask.pod());
      stenographer.ofFloor(check, findings);
      found.addOfFloor(findings);
    }
    return found;
  }

  /// How many objections more are told.
  private int room(Objections.Gathered objections) {
    return stenographer.isThere() ? Objections.MOST : objections.room();
  }

  /// What the pod wants and the policy does not give. No enforcement mode tolerates it.
  ///
  /// @param room for how many there is; one more is looked for, so that it is told there are more
  private List<Objection> beyondGrant(Policy policy, Candidacy candidacy, int room) {
    var found = new ArrayList<Objection>(candidacy.doubts());
    for (Route route : routes) {
      if (found.size() <= room && !policy.grant().routes().contains(route.name())) {
        found.add(Objection.of(policy, Grounds.routeNotGranted(route, policy)));
      }
    }
    if (!policy.grant().routes().contains(Route.Name.CrioSystemd)) {
      for (ContainerView container : RouteFinder.unknownEntrypoints(ask.pod())) {
        if (found.size() <= room) {
          found.add(Objection.of(policy, Grounds.entrypointUnknown(container)));
        }
      }
    }
    if (getsClass()) {
      Grounds.unusableClass(policy, snapshot).ifPresent(f -> found.add(Objection.of(policy, f)));
    }
    return found;
  }

  private Examination examined(Policy policy, Facts facts, Objections.Gathered said) {
    return Examination.of(
        policy,
        ask.pod().withSpec(specUnder(policy)),
        facts,
        new Exemptions(policy, ask, snapshot),
        said,
        stenographer);
  }

  private Facts facts(Policy policy) {
    return new Facts(ask, snapshot.namespaceLabels().orElseThrow(), specUnder(policy), effort);
  }

  /// Whether the grant would set the RuntimeClass: the pod asks by label, names none, and takes no
  /// other way by itself.
  boolean getsClass() {
    return asking == Asking.Yes
        && ask.canAmend()
        && routes.isEmpty()
        && ask.pod().spec().runtimeClassName().isEmpty();
  }

  /// The pod's spec as it would be stored if this policy granted it.
  private PodSpec specUnder(Policy policy) {
    PodSpec spec = ask.pod().spec();
    if (!ask.canAmend()) {
      return spec;
    }
    if (policy.grant().defaultHostUsers() && spec.hostUsers().isEmpty()) {
      spec = spec.withUserNamespace();
    }
    if (getsClass()) {
      spec = spec.withRuntimeClass(policy.grant().runtimeClassName());
    }
    return spec;
  }

  /// The same pod once it has been given this spec.
  private Hearing given(PodSpec spec) {
    var takes = new ArrayList<Route>(routes);
    if (getsClass()) {
      String className = spec.runtimeClassName().orElseThrow();
      takes.add(new Route.RuntimeClass(className, snapshot.runtimeClasses().get(className)));
    }
    return new Hearing(
        ask.about(ask.pod().withSpec(spec)), snapshot, asking, takes, effort, stenographer);
  }
}
