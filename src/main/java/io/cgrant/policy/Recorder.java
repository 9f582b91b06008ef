// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps what is said in the last hearing, in which the pod is as it would be stored.
///
/// For one request, and so for one thread.
final class Recorder implements Stenographer {

  private Optional<Hearing> first = Optional.empty();
  private Optional<Hearing> latest = Optional.empty();
  private final List<Point> floor = new ArrayList<>();
  private final Map<Policy, Condition> misses = new LinkedHashMap<>();
  private final Map<Policy, Said> said = new LinkedHashMap<>();

  private record Said(List<Point> given, List<Point> points) {}

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public void begins(Hearing hearing) {
    first = first.or(() -> Optional.of(hearing));
    latest = Optional.of(hearing);
    floor.clear();
    misses.clear();
    said.clear();
  }

  @Override
  public void ofFloor(Check check, List<Finding> findings) {
    floor.add(Point.of(new Point.OfCheck(check), findings));
  }

  @Override
  public void ofFloor(List<Finding> findings) {
    if (!findings.isEmpty()) {
      floor.add(Point.of(new Point.OfAsk(), findings));
    }
  }

  @Override
  public void isMissed(NearMiss miss) {
    misses.put(miss.policy(), miss.condition());
  }

  @Override
  public void beyondGrant(Policy policy, List<Objection> objections) {
    var given = new ArrayList<Point>();
    var others = new ArrayList<>(objections);
    for (Route route : latest.orElseThrow().routes()) {
      List<Objection> against = others.stream().filter(o -> isAgainst(route, o)).toList();
      others.removeAll(against);
      given.add(Point.of(new Point.OfRoute(route), findings(against)));
    }
    if (!others.isEmpty() || latest.orElseThrow().getsClass()) {
      given.add(Point.of(new Point.OfGrant(), findings(others)));
    }
    said.put(policy, new Said(given, new ArrayList<>()));
  }

  private static List<Finding> findings(List<Objection> objections) {
    return objections.stream().map(Objection::finding).toList();
  }

  private static boolean isAgainst(Route route, Objection objection) {
    return objection.finding().reason() == Reason.RouteNotGranted
        && objection.finding().path().equals(route.path());
  }

  @Override
  public void examined(
      Policy policy, Check check, List<Finding> findings, Optional<PolicyException> waivedBy) {
    said.get(policy).points().add(new Point(new Point.OfCheck(check), findings, waivedBy));
  }

  @Override
  public void examined(
      Policy policy, Rule rule, Optional<Finding> finding, Optional<PolicyException> waivedBy) {
    said.get(policy)
        .points()
        .add(new Point(new Point.OfRule(rule), finding.stream().toList(), waivedBy));
  }

  /// Empty where no policy was asked.
  Optional<Transcript.Heard> heard(Verdict verdict, Snapshot snapshot) {
    return latest.map(
        last -> {
          Hearing asked = first.orElseThrow();
          return new Transcript.Heard(
              asked.asking(),
              asked.routes(),
              floor,
              snapshot.policies().ordered().stream()
                  .map(policy -> account(policy, verdict, last))
                  .toList());
        });
  }

  private Transcript.Account account(Policy policy, Verdict verdict, Hearing last) {
    Said by = said.get(policy);
    if (by == null) {
      List<Match.Miss> unchosen =
          misses.containsKey(policy)
              ? List.of()
              : policy
                  .match()
                  .misses(last.ask().pod(), last.snapshot().namespaceLabels().orElseThrow());
      return new Transcript.Account(
          policy,
          unchosen,
          Optional.ofNullable(misses.get(policy)),
          List.of(),
          List.of(),
          List.of(),
          Transcript.Conclusion.DoesNotSpeak);
    }
    Standing standing = Standing.of(policy, last.ask(), last.snapshot().testimony());
    return new Transcript.Account(
        policy,
        List.of(),
        Optional.empty(),
        by.given(),
        by.points(),
        told(policy, standing),
        conclusion(policy, by, standing, verdict));
  }

  private static List<Point> told(Policy policy, Standing standing) {
    return switch (standing) {
      case Standing.Good(var unverified) -> unasked(policy, unverified);
      case Standing.Bad(var objections) ->
          List.of(Point.of(new Point.OfGrant(), findings(objections)));
      case Standing.Unheard(var inquiry) ->
          List.of(Point.of(new Point.OfUnasked(inquiry), List.of()));
    };
  }

  /// Each of them is about one thing that would be asked, in the same order.
  private static List<Point> unasked(Policy policy, List<Objection> unverified) {
    var points = new ArrayList<Point>();
    for (int i = 0; i < unverified.size(); i++) {
      var requirement = new Point.OfUnasked(policy.inquiries().get(i));
      points.add(Point.of(requirement, List.of(unverified.get(i).finding())));
    }
    return points;
  }

  private Transcript.Conclusion conclusion(
      Policy policy, Said by, Standing standing, Verdict verdict) {
    if (verdict instanceof Verdict.Granted granted && granted.policy().equals(policy)) {
      return Transcript.Conclusion.Grants;
    }
    if (isUnmet(by.given())) {
      return Transcript.Conclusion.Refuses;
    }
    boolean isContent =
        switch (standing) {
          case Standing.Good good -> !isUnmet(by.points());
          case Standing.Bad bad -> false;
          case Standing.Unheard unheard -> !isUnmet(by.points());
        };
    if (!isContent && !policy.enforcement().tolerates()) {
      return Transcript.Conclusion.Refuses;
    }
    if (isUnmet(floor)) {
      return Transcript.Conclusion.Overruled;
    }
    if (standing instanceof Standing.Unheard) {
      return Transcript.Conclusion.Untold;
    }
    return isContent ? Transcript.Conclusion.WouldGrant : Transcript.Conclusion.Tolerates;
  }

  private static boolean isUnmet(List<Point> points) {
    return points.stream().anyMatch(point -> point.result() == Point.Result.Unmet);
  }
}
