// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What means the same, however dev.cel evaluates it.
final class PlannerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cel.bind(x, [1, 2], x[0] == 1)",
        "cel.bind(x, [1, 2], (x + [3]).size() == 3 && x == [1, 2])",
        "cel.bind(x, [1, 2], cel.bind(y, x + [3], y[2] == 3 && x.size() == 2))",
        "cel.bind(x, [1, 2], [x, x][0][1] == 2 && x.isSorted() && 1 in x)",
        "cel.bind(x, [[1], [2]], x.map(y, y + [3]) == [[1, 3], [2, 3]] && x == [[1], [2]])",
        "cel.bind(x, object.spec.containers, x[0].name == object.spec.containers[0].name)",
        "cel.bind(x, object.metadata.labels, x.all(k, x[k] == object.metadata.labels[k]))",
        "cel.bind(x, {'a': [1]}, x.a[0] == 1 && 'a' in x)",
        "cel.bind(x, null, x == null)",
        "cel.bind(x, optional.of({'a': 1}), x.?a.orValue(0) == 1)",
        "[1, 2].all(i, cel.bind(x, [i, 3], x[0] == i))",
        "optional.of([1, 2]).optMap(x, x[0]).value() == 1",
        "optional.of([1, 2]).optFlatMap(x, optional.of(x + [3])).value()[2] == 3",
        "cel.bind(x, optional.of({'a': 1}), x.a.hasValue() && has(x.a))",
        "cel.bind(q, object.?metadata, q.name.hasValue())",
        "cel.bind(t, type(object.spec.containers), t == list || t == map)",
        "cel.bind(t, type(object.spec.containers), type('a') != t)",
        "[int, string].exists(t, type(1) == t)",
        "[string].all(t, type(1) != t)",
        "optional.of(int).optMap(t, t == int).value()",
        "type(type(1)) == type && type(1) == int",
        "object.?spec.?a.?b.?c.hasValue() == false",
        "{'a': {'b': null}}.?a.?b.hasValue()",
        "optional.of({'a': 1}).?a.value() == 1",
        "optional.none().?a.hasValue() == false",
        "optional.of([1])[?0].value() == 1",
        "dyn([1, 2]).reverse() == [2, 1] && dyn('ab').reverse() == 'ba'",
        "dyn([3, 1]).indexOf(1) == 1 && dyn('ab').indexOf('b') == 1",
        "[1].all(math, math == 1) && math.greatest(1, 2) == 2",
        "object.spec.containers.all(object, has(object.name))",
        "[1, 0].exists(x, 1 / x == 1)",
        "[0, 1].exists(x, 1 / x == 1)",
        "(1 / 0 == 1) || true",
        "(1 / 0 == 1 || false) || true",
        "!((1 / 0 == 1 && true) && false)",
      })
  void holds(String expression) {
    assertEquals(Evaluation.TRUE, Evaluated.of(expression));
  }

  /// A rule that nobody could judge would grant.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(1 / 0 == 1 || false) != true",
        "[1].exists(x, 1 / 0 == x) != true",
        "[1].all(x, 1 / 0 == x) == false || [1].all(x, 1 / 0 == x) != false",
        "dyn(1 / 0 == 1 && true) != 1",
        "!((1 / 0 == 1 || false) in [true])",
        "!('a' in {'b': 1 / 0 == 1 || false})",
        "[1 / 0 == 1 || false].size() == 1",
        "[1].map(x, 1 / 0 == x || false).size() == 1",
        "[1].filter(x, 1 / 0 == x || false).size() == 0",
        "[1].transformMap(i, v, 1 / 0 == v || false).size() == 1",
        "optional.of(1 / 0 == 1 || false).hasValue()",
        "optional.of(1).optMap(x, 1 / 0 == x || false).hasValue()",
        "type(1 / 0 == 1 || false) != bool",
        "cel.bind(x, 1 / 0 == 1 || false, x != true)",
        "(true ? (1 / 0 == 1 || false) : true) != true",
        "1 / 0 == 1 || false",
        "[1].exists_one(x, 1 / 0 == x || false) || true == false",
        "cel.bind(t, object.metadata.labels.t, t == 'a' || t != 'b')",
        "object.spec.containers[9223372036854775807].name != ''",
        "object.spec.containers[?9223372036854775807].hasValue()",
      })
  void anErrorIsNoValue(String expression) {
    Evaluated.failure(expression, Evaluated.POD);
  }

  /// As in Kubernetes.
  @Test
  void whatIsNamedIsEvaluatedOnlyWhereItIsAskedFor() {
    assertEquals(Evaluation.TRUE, Evaluated.of("cel.bind(x, 1 / 0, true || x == 1)"));
    Evaluated.failure("cel.bind(x, 1 / 0, x == 1)", Evaluated.POD);
  }

  /// Where its value fails, the name would be the type.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cel.bind(type, object.metadata.labels.type, type == 'a' || type != 'b')",
        "object.spec.containers.all(list, list.name != '')",
        "object.metadata.labels.all(k, map, map != '')",
        "optional.of(1).optMap(int, int + 1).value() == 2",
      })
  void noNameIsThatOfAType(String expression) {
    String problem = Evaluated.problem(expression);
    assertTrue(problem.contains("is the name of a type; write another name"), problem);
  }

  /// dev.cel would write the whole list into a message.
  @Test
  void anIndexBeyondAListCostsNothingByTheList() {
    String far = "object.spec.containers[9223372036854775807].name";
    String said = Evaluated.failure(far + " == ''", Evaluated.POD);
    assertTrue(said.startsWith("a number as a key or an index is of 32 bits"), said);
  }

  @Test
  void aLongChainOfOptionalFieldsCostsByItsLength() {
    String chain = "object" + ".?a".repeat(40) + ".hasValue() == false";
    assertEquals(
        Evaluation.TRUE,
        Evaluated.expression(chain).evaluate(Evaluated.facts(Evaluated.POD, new Effort(100))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"object.kind", "object.spec.containers", "null"})
  void onlyAMapHasOptionalFields(String operand) {
    String said = Evaluated.failure("dyn(" + operand + ").?a.hasValue()", Evaluated.POD);
    assertTrue(said.startsWith("only a map has a field 'a' (character "), said);
  }
}
