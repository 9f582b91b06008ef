// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.reading;

import io.cgrant.crd.MatchSpec;
import io.cgrant.crd.SelectorSpec;
import io.cgrant.crd.Syntax;
import io.cgrant.policy.ExpressionCompiler;
import io.cgrant.policy.LabelSelector;
import io.cgrant.policy.Match;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads which pods a policy speaks for.
final class MatchReader {

  private static final Match NOTHING = new Match(Optional.empty(), Optional.empty(), Set.of());

  private MatchReader() {}

  static Match match(Stanza spec, ExpressionCompiler compiler) {
    spec.require("match", "write which pods the policy speaks for");
    return spec.object("match", MatchSpec.class)
        .map(match -> written(match, compiler))
        .orElse(NOTHING);
  }

  private static Match written(Stanza match, ExpressionCompiler compiler) {
    if (!match.has("namespaceSelector")
        && !match.has("podSelector")
        && !match.has("serviceAccounts")) {
      match.problem(
          "",
          "is empty and matches nothing; write at least one of namespaceSelector, podSelector and"
              + " serviceAccounts");
    }
    Optional<LabelSelector> namespaces =
        match.object("namespaceSelector", SelectorSpec.class).map(MatchReader::selector);
    Optional<LabelSelector> pods =
        match.object("podSelector", SelectorSpec.class).map(MatchReader::selector);
    match.requireEntries("serviceAccounts", "name one, or leave the field out");
    List<String> accounts =
        match.texts("serviceAccounts", Form.DNS_SUBDOMAIN, Syntax.LIST_ENTRIES).orElse(List.of());
    return new Match(
        namespaces, pods, Set.copyOf(accounts), ExpressionReader.conditions(match, compiler));
  }

  private static LabelSelector selector(Stanza selector) {
    Map<String, String> labels =
        selector
            .map(
                "matchLabels",
                Form.LABEL_KEY,
                Syntax.MAP_ENTRIES,
                entry -> selector.text(entry, Form.LABEL_VALUE))
            .orElse(Map.of());
    List<LabelSelector.Requirement> expressions =
        selector
            .objects("matchExpressions", SelectorSpec.Expression.class, Syntax.MAP_ENTRIES)
            .stream()
            .flatMap(expression -> requirement(expression).stream())
            .toList();
    return new LabelSelector(labels, expressions);
  }

  private static Optional<LabelSelector.Requirement> requirement(Stanza expression) {
    expression.require("key", "name the label");
    Optional<String> key = expression.text("key", Form.LABEL_KEY);
    expression.require("operator", "write In, NotIn, Exists or DoesNotExist");
    Optional<SelectorSpec.Operator> operator =
        expression.choice("operator", SelectorSpec.Operator.class);
    Optional<List<String>> values =
        expression.texts("values", Form.LABEL_VALUE, Syntax.LIST_ENTRIES);
    if (key.isEmpty() || operator.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        requirement(expression, key.get(), operator.get(), Set.copyOf(values.orElse(List.of()))));
  }

  private static LabelSelector.Requirement requirement(
      Stanza expression, String key, SelectorSpec.Operator operator, Set<String> values) {
    return switch (operator) {
      case In -> {
        requireValues(expression, operator);
        yield new LabelSelector.In(key, values);
      }
      case NotIn -> {
        requireValues(expression, operator);
        yield new LabelSelector.NotIn(key, values);
      }
      case Exists -> {
        refuseValues(expression, operator);
        yield new LabelSelector.Exists(key);
      }
      case DoesNotExist -> {
        refuseValues(expression, operator);
        yield new LabelSelector.DoesNotExist(key);
      }
    };
  }

  private static void requireValues(Stanza expression, SelectorSpec.Operator operator) {
    expression.require("values", operator + " needs at least one");
    expression.requireEntries("values", operator + " needs at least one");
  }

  private static void refuseValues(Stanza expression, SelectorSpec.Operator operator) {
    expression.refuseEntries("values", operator + " takes none; remove them");
  }
}
