// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import io.cgrant.fuzz.Judgement.Outcome;
import io.cgrant.manifest.ReviewReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Ask.Phase;
import io.cgrant.policy.Gate;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What cgrant makes of a pod that somebody is about to create, through the bytes of a review.
record GateUnderTest(Outcome outcome, Set<String> reasons, Object detail) {

  private static final String REVIEW =
      """
      {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",\
      "kind":{"group":"","version":"v1","kind":"Pod"},\
      "resource":{"group":"","version":"v1","resource":"pods"},\
      "namespace":"cases","operation":"%s",\
      "userInfo":{"username":"jane","groups":["system:authenticated"]},\
      "object":%s,"oldObject":%s}}""";

  static GateUnderTest create(Tree pod, Phase phase, Snapshot snapshot) {
    return create(pod, phase, List.of(snapshot)).getFirst();
  }

  /// What an API server sends when it is created.
  static String review(Tree pod) {
    return REVIEW.formatted("CREATE", pod.json(), "null");
  }

  /// The pod is read once, and judged once for each snapshot.
  static List<GateUnderTest> create(Tree pod, Phase phase, List<Snapshot> snapshots) {
    return answers(review(pod), phase, snapshots);
  }

  static List<GateUnderTest> update(Tree old, Tree pod, List<Snapshot> snapshots) {
    return answers(REVIEW.formatted("UPDATE", pod.json(), old.json()), Phase.Validate, snapshots);
  }

  private static List<GateUnderTest> answers(String review, Phase phase, List<Snapshot> snapshots) {
    var answers = new ArrayList<GateUnderTest>(snapshots.size());
    try {
      Ask ask = ReviewReader.read(review.getBytes(StandardCharsets.UTF_8), phase);
      snapshots.forEach(s -> answers.add(of(Gate.decide(ask, s))));
    } catch (Unreadable e) {
      var unreadable = new GateUnderTest(Outcome.UNREADABLE, Set.of(), e.getMessage());
      snapshots.forEach(s -> answers.add(unreadable));
    }
    return answers;
  }

  static GateUnderTest of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.NotAsked untouched ->
          new GateUnderTest(Outcome.NOT_ASKED, reasons(untouched.unmet()), "not asked");
      case Verdict.Granted granted ->
          new GateUnderTest(Outcome.GRANTED, Set.of(), granted.policy().name());
      case Verdict.Refused(var objections, var routes) ->
          new GateUnderTest(Outcome.REFUSED, reasons(objections), objections);
      case Verdict.Undecided(var cause, var detail, var inquiry) ->
          new GateUnderTest(Outcome.UNDECIDED, Set.of(cause.name()), detail);
    };
  }

  private static Set<String> reasons(List<Objection> objections) {
    var reasons = new TreeSet<String>();
    objections.forEach(o -> reasons.add(o.finding().reason().name()));
    return reasons;
  }

  /// Whether the oracle holds this to be right.
  boolean agreesWith(Judgement judgement) {
    if (!judgement.allowed().contains(outcome)) {
      return false;
    }
    return outcome != Outcome.REFUSED
        || judgement.reasons().stream().allMatch(r -> anyOf(r.split("\\|")));
  }

  private boolean anyOf(String[] alternatives) {
    for (String alternative : alternatives) {
      if (reasons.contains(alternative)) {
        return true;
      }
    }
    return false;
  }
}
