// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.explain;

import io.cgrant.admission.Printable;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Point;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Finding;
import java.io.PrintWriter;
import java.util.List;

/// For people: what is indented further is the reason for what stands above it.
final class TreeText {

  private static final int STEP = 2;

  private final PrintWriter out;

  TreeText(PrintWriter out) {
    this.out = out;
  }

  void print(Explanation explained) {
    String granter = explained.granter().map(p -> " by policy " + p).orElse("");
    line(0, explained.object() + ": " + explained.word() + granter);
    explained.undecided().ifPresent(why -> line(1, why));
    asks(explained);
    for (Objection objection : explained.ofNoPolicy()) {
      found(1, explained, objection.finding());
    }
    explained.transcript().hearing().ifPresent(heard -> print(explained, heard));
    explained.remarks().forEach(remark -> line(1, "note: " + remark));
  }

  private void asks(Explanation explained) {
    line(1, "asks: " + explained.label());
    explained
        .transcript()
        .hearing()
        .ifPresent(
            heard ->
                heard
                    .routes()
                    .forEach(
                        r ->
                            line(
                                2,
                                "route "
                                    + r.name()
                                    + " at "
                                    + explained.ask().subject().locate(r.path()))));
    if (explained.transcript().verdict() instanceof Verdict.Granted granted) {
      granted
          .addition()
          .runtimeClassName()
          .ifPresent(c -> line(2, "is given runtimeClassName " + c));
      granted.addition().hostUsers().ifPresent(h -> line(2, "is given hostUsers " + h));
    }
  }

  private void print(Explanation explained, Transcript.Heard heard) {
    line(1, "floor, which no policy can waive:");
    heard.floor().forEach(point -> print(explained, point));
    if (heard.accounts().isEmpty()) {
      line(1, "there is no policy");
    }
    heard.accounts().forEach(account -> print(explained, account));
  }

  private void print(Explanation explained, Transcript.Account account) {
    line(
        1,
        "policy "
            + account.policy().provenance()
            + " ("
            + account.policy().enforcement()
            + "): "
            + account.conclusion()
            + meaning(account.conclusion()));
    account.misses().forEach(miss -> mark("no", "match." + miss.field() + ": " + miss.detail()));
    account
        .falseCondition()
        .ifPresent(c -> mark("no", "match.conditions: \"" + c.name() + "\" is false"));
    if (account.conclusion() == Transcript.Conclusion.DoesNotSpeak) {
      return;
    }
    mark("ok", "match");
    for (List<Point> points : List.of(account.given(), account.points(), account.standing())) {
      points.forEach(point -> print(explained, point));
    }
  }

  private static String meaning(Transcript.Conclusion conclusion) {
    return switch (conclusion) {
      case DoesNotSpeak -> " for this pod";
      case Grants, Refuses -> "";
      case WouldGrant -> ": it has nothing against the pod";
      case Tolerates -> ": it does not enforce what it finds";
      case Overruled -> ": it has nothing against the pod, and the floor has";
      case Untold -> ": only the API server can tell";
    };
  }

  private void print(Explanation explained, Point point) {
    String name = point.requirement().name();
    switch (point.result()) {
      case Met -> mark("ok", name);
      case Unmet -> mark("no", name);
      case Unknown -> mark("?", name);
      case Waived ->
          mark(
              "--",
              name
                  + ", waived by exception "
                  + point.waivedBy().orElseThrow().name()
                  + " until "
                  + point.waivedBy().orElseThrow().expires());
    }
    point.findings().forEach(finding -> found(4, explained, finding));
  }

  private void mark(String mark, String what) {
    line(2, (mark + "  ").substring(0, 2) + "  " + what);
  }

  private void found(int depth, Explanation explained, Finding finding) {
    line(depth, explained.ask().subject().locate(finding.path()) + ": " + finding.reason().name());
    line(depth + 1, finding.detail());
  }

  private void line(int depth, String text) {
    out.println(" ".repeat(depth * STEP) + Printable.of(text));
  }
}
