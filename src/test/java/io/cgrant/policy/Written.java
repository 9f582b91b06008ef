// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Expressions and requests word for word, without CEL and JSON.
public final class Written {

  public static final Expression TRUE = facts -> Evaluation.TRUE;
  public static final Expression FALSE = facts -> Evaluation.FALSE;
  public static final Expression FAILING = facts -> new Evaluation.Failed("no such key");

  static final Object NULL = "(null)";

  private Written() {}

  public static Rule rule(String name, Expression expression) {
    return new Rule(name, "a < b", expression, Optional.of("write less"));
  }

  static Policy onlyIf(Policy policy, Expression... expressions) {
    var conditions = new java.util.ArrayList<Condition>();
    for (Expression expression : expressions) {
      conditions.add(new Condition("condition-" + conditions.size(), "holds()", expression));
    }
    Match match = policy.match();
    return Worlds.matching(
        policy,
        new Match(
            match.namespaceSelector(), match.podSelector(), match.serviceAccounts(), conditions));
  }

  static Policy withConditionText(Policy policy, String text) {
    Match match = policy.match();
    return Worlds.matching(
        policy,
        new Match(
            match.namespaceSelector(),
            match.podSelector(),
            match.serviceAccounts(),
            match.conditions().stream()
                .map(c -> new Condition(c.name(), text, c.expression()))
                .toList()));
  }

  /// True where the pod as it would be stored says so.
  static Expression where(Function<Map<String, Object>, Boolean> holds) {
    return facts ->
        holds.apply(facts.object(NULL).orElseThrow()) ? Evaluation.TRUE : Evaluation.FALSE;
  }

  static Ask in(Ask ask, Map<String, Object> pod) {
    return new Ask(
        ask.uid(),
        ask.phase(),
        ask.operation(),
        ask.subject(),
        ask.pod(),
        ask.old(),
        ask.requester(),
        ask.dryRun(),
        new Manuscript() {
          @Override
          public Optional<Map<String, Object>> pod(Object forNull) {
            return Optional.of(pod);
          }

          @Override
          public Optional<Map<String, Object>> oldPod(Object forNull) {
            return ask.old().map(old -> Map.of("old", true));
          }

          @Override
          public Optional<Map<String, Object>> request(Object forNull) {
            return Optional.of(Map.of("uid", "as sent"));
          }
        });
  }
}
