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

  private final Pages pages;
  private boolean isWriting = true;

  private record Said(List<Point> given, List<Point> points) {}

  Recorder(Extent extent) {
    pages = new Pages(extent);
  }

  @Override
  public boolean isThere() {
    return isWriting;
  }

  @Override
  public void begins(Hearing hearing) {
    first = first.or(() -> Optional.of(hearing));
    latest = Optional.of(hearing);
    pages.clear();
    isWriting = true;
    floor.clear();
    misses.clear();
    said.clear();
  }

  @Override
  public void ofFloor(Check check, List<Finding> findings) {
    floor.add(pages.point(new Point.OfCheck(check), findings));
  }

  @Override
  public void ofFloor(List<Finding> findings) {
    if (!findings.isEmpty()) {
      floor.add(pages.point(new Point.OfAsk(), findings));
    }
  }

  @Override
  public void isMissed(NearMiss miss) {
    misses.put(miss.policy(), miss.condition());
  }

  @Override
  public void beyondGrant(Policy policy, List<Objection> objections) {
    isWriting = isWriting && pages.isRoomLeft();
    if (!isWriting) {
      return;
    }
    var given = new ArrayList<Point>();
    var others = new ArrayList<>(objections);
    for (Route route : latest.orElseThrow().routes()) {
      List<Objection> against = others.stream().filter(o -> isAgainst(route, o)).toList();
      others.removeAll(against);
      given.add(pages.point(new Point.OfRoute(route), findings(against)));
    }
    if (!others.isEmpty() || latest.orElseThrow().getsClass()) {
      given.add(pages.point(new Point.OfGrant(), findings(others)));
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
    write(policy, new Point.OfCheck(check), findings, waivedBy);
  }

  @Override
  public void examined(
      Policy policy, Rule rule, Optional<Finding> finding, Optional<PolicyException> waivedBy) {
    write(policy, new Point.OfRule(rule), finding.stream().toList(), waivedBy);
  }

  private void write(
      Policy policy,
      Point.Requirement requirement,
      List<Finding> findings,
      Optional<PolicyException> waivedBy) {
    if (isWriting) {
      said.get(policy).points().add(pages.point(requirement, findings, waivedBy));
    }
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
      return unsaid(policy, verdict, last);
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

  /// Of a policy that does not speak for the pod, or of which there was no room to tell.
  private Transcript.Account unsaid(Policy policy, Verdict verdict, Hearing last) {
    Condition missed = misses.get(policy);
    var labels = last.snapshot().namespaceLabels().orElseThrow();
    boolean isChosen = missed != null || policy.match().matches(last.ask().pod(), labels);
    boolean isUnexplained = isChosen && missed == null;
    Transcript.Conclusion told =
        isGranter(policy, verdict)
            ? Transcript.Conclusion.Grants
            : Transcript.Conclusion.Unexplained;
    return new Transcript.Account(
        policy,
        isChosen ? List.of() : pages.misses(policy.match().misses(last.ask().pod(), labels)),
        Optional.ofNullable(missed),
        List.of(),
        List.of(),
        isUnexplained
            ? told(policy, Standing.of(policy, last.ask(), last.snapshot().testimony()))
            : List.of(),
        isUnexplained ? told : Transcript.Conclusion.DoesNotSpeak);
  }

  private List<Point> told(Policy policy, Standing standing) {
    return switch (standing) {
      case Standing.Good(var unverified) -> unasked(policy, unverified);
      case Standing.Bad(var objections) ->
          List.of(pages.point(new Point.OfGrant(), findings(objections)));
      case Standing.Unheard(var inquiry) ->
          List.of(pages.point(new Point.OfUnasked(inquiry), List.of()));
    };
  }

  /// Each of them is about one thing that would be asked, in the same order.
  private List<Point> unasked(Policy policy, List<Objection> unverified) {
    var points = new ArrayList<Point>();
    for (int i = 0; i < unverified.size(); i++) {
      var requirement = new Point.OfUnasked(policy.inquiries().get(i));
      points.add(pages.point(requirement, List.of(unverified.get(i).finding())));
    }
    return points;
  }

  private Transcript.Conclusion conclusion(
      Policy policy, Said by, Standing standing, Verdict verdict) {
    if (isGranter(policy, verdict)) {
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

  private static boolean isGranter(Policy policy, Verdict verdict) {
    return verdict instanceof Verdict.Granted granted && granted.policy().equals(policy);
  }

  private static boolean isUnmet(List<Point> points) {
    return points.stream().anyMatch(point -> point.result() == Point.Result.Unmet);
  }
}
