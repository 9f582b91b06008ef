// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.admission.Printable;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Objection;
import io.cgrant.policy.Point;
import io.cgrant.policy.PolicyException;
import io.cgrant.policy.Route;
import io.cgrant.policy.Transcript;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Requirement;
import java.util.List;
import java.util.Optional;

/// For programs, as `docs/reference/explanation.md` describes it.
public final class ExplanationTree {

  private final Explanation explained;
  private final Ask.Subject subject;

  private ExplanationTree(Explanation explained) {
    this.explained = explained;
    this.subject = explained.ask().subject();
  }

  public static ObjectNode of(Explanation explained) {
    return new ExplanationTree(explained).whole();
  }

  private ObjectNode whole() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "source", explained.source());
    text(tree, "object", explained.object());
    text(tree, "verdict", explained.word());
    explained.granter().ifPresent(granter -> text(tree, "policy", granter));
    explained.undecided().ifPresent(why -> text(tree, "undecided", why));
    text(tree, "asks", explained.label());
    addition(tree);
    ArrayNode findings = tree.putArray("findings");
    for (Objection objection : explained.ofNoPolicy()) {
      findings.add(finding(objection.finding()));
    }
    explained.transcript().hearing().ifPresent(heard -> heard(tree, heard));
    ArrayNode remarks = tree.putArray("notes");
    explained.remarks().forEach(remark -> remarks.add(Printable.of(remark)));
    return tree;
  }

  private void addition(ObjectNode tree) {
    if (explained.transcript().verdict() instanceof Verdict.Granted granted) {
      ObjectNode given = tree.putObject("given");
      granted.addition().runtimeClassName().ifPresent(c -> text(given, "runtimeClassName", c));
      granted.addition().hostUsers().ifPresent(h -> given.put("hostUsers", h));
    }
  }

  private void heard(ObjectNode tree, Transcript.Heard heard) {
    ArrayNode routes = tree.putArray("routes");
    for (Route route : heard.routes()) {
      ObjectNode one = routes.addObject();
      text(one, "route", route.name().name());
      text(one, "path", subject.locate(route.path()));
    }
    points(tree.putArray("floor"), heard.floor());
    ArrayNode policies = tree.putArray("policies");
    heard.accounts().forEach(account -> policies.add(account(account)));
  }

  private ObjectNode account(Transcript.Account account) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "policy", account.policy().name());
    tree.put("generation", account.policy().generation());
    text(tree, "enforcement", account.policy().enforcement().name());
    text(tree, "conclusion", account.conclusion().name());
    ArrayNode misses = tree.putArray("unmatched");
    account
        .misses()
        .forEach(miss -> misses.add(Printable.of("match." + miss.field() + ": " + miss.detail())));
    account
        .falseCondition()
        .ifPresent(
            c -> misses.add(Printable.of("match.conditions: \"" + c.name() + "\" is false")));
    ArrayNode requirements = tree.putArray("requirements");
    points(requirements, account.given());
    points(requirements, account.points());
    points(requirements, account.standing());
    return tree;
  }

  private void points(ArrayNode array, List<Point> points) {
    for (Point point : points) {
      ObjectNode tree = array.addObject();
      text(tree, "name", point.requirement().name());
      field(point.requirement()).ifPresent(field -> text(tree, "field", field));
      text(tree, "result", point.result().name());
      point.waivedBy().ifPresent(exception -> exception(tree, exception));
      ArrayNode findings = tree.putArray("findings");
      point.findings().forEach(finding -> findings.add(finding(finding)));
    }
  }

  private static void exception(ObjectNode tree, PolicyException exception) {
    text(tree, "exception", exception.name());
    text(tree, "expires", exception.expires().toString());
  }

  /// Of the policy.
  private static Optional<String> field(Point.Requirement requirement) {
    return switch (requirement) {
      case Point.OfCheck(var check) -> Requirement.of(check).map(r -> "require." + r.name());
      case Point.OfRule rule -> Optional.of("require." + Requirement.rules);
      case Point.OfRoute route -> Optional.of("grant.routes");
      case Point.OfUnasked(var inquiry) -> Optional.of(inquiry.field());
      case Point.OfGrant grant -> Optional.empty();
      case Point.OfAsk ask -> Optional.empty();
    };
  }

  private ObjectNode finding(Finding finding) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    text(tree, "path", subject.locate(finding.path()));
    text(tree, "reason", finding.reason().name());
    text(tree, "detail", finding.detail());
    return tree;
  }

  private static void text(ObjectNode tree, String field, String value) {
    tree.put(field, Printable.of(value));
  }
}
