// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A few lines of an expression can make a value that is never ending to look at: lists of lists of
/// the same list. Where it were not counted, these tests would run for years or out of memory,
/// while the expression is compiled already.
final class MadeValuesTest {

  private static final String SPENT =
      "it takes more work than the expressions of one request may cost";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v14.flatten(20).size() > 1",
        "v14.flatten().size() > 1",
        "{'a': 1}[dyn(v14)] == 1",
        "{'a': 1}[?dyn(v14)].hasValue()",
        "{dyn(v14): 1}.size() == 1",
        "[1].map(x, {dyn(v14): x}).size() == 1",
        "dyn(v14) in {'a': 1}",
        "v13 in v14",
        "v14 == v14",
        "v14 != [v13]",
        "optional.of(v14) == optional.of(v14)",
        "v14.indexOf(v13) == 1",
        "v14.distinct().size() == 1",
        "v14.sort().size() == 1",
        "v14.isSorted()",
        "v14.slice(3, 1) == v14",
        "v14.reverse() == v14",
        "sets.contains(v14, v14)",
        "sets.equivalent(v14, v14)",
        "sets.intersects(v14, v14)",
        "dyn(v14) && true",
        "dyn(v14) ? true : false",
        "!dyn(v14)",
        "[?dyn(v14)].size() == 1",
        "{?'a': dyn(v14)}.size() == 1",
        "string(dyn(v14)) == ''",
        "type(v14) == list",
        "math.greatest(v14) == 1",
      })
  void aListOfListsOfListsIsPaidForAsWhatItHolds(String use) {
    for (String first : new String[] {"1", "[]", "{}", "'a'", "b'a'", "optional.of(1)"}) {
      assertEquals(SPENT, Evaluated.failure(nested(first, 14, use), Evaluated.POD), first);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "b'0123456789abcdef0123456789abcdef' | V + V",
        "'0123456789abcdef0123456789abcdef' | V + V",
        "[1, 2] | V + V",
        "dyn(1) | {'a': V, 'b': V}",
        "dyn(1) | optional.of(dyn([V, V]))",
        "dyn(1) | [1, 2].map(x, V)",
        "dyn(1) | [1, 2].transformMap(i, x, V)",
        "dyn(1) | [1, 2].transformMapEntry(i, x, {i: V})",
      })
  void whatIsDoubledAgainAndAgainIsPaidForEachTime(String first, String doubled) {
    assertEquals(
        SPENT, Evaluated.failure(chained(first, doubled, 25, "type(v25) == int"), Evaluated.POD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 3, 4, 5, 6].all(x, v4 == v4)",
        "[1, 2, 3, 4, 5, 6].all(x, sets.contains(v4, v4))",
        "[1, 2, 3, 4, 5, 6, 7, 8, 9].all(x, v4.distinct().size() == 1)",
        "v2.all(x, x.all(y, v4.flatten(4).size() > 1))",
        "v2.all(x, x.all(y, !v4.slice(0, 9).isSorted()))",
        "v4.map(x, v4).map(x, {'a': x})  == []",
      })
  void whatMayBeMadeIsPaidForWhereverItIsGoneThrough(String use) {
    assertEquals(SPENT, Evaluated.failure(nested("1", 4, use), Evaluated.POD));
  }

  @Test
  void theRehearsalOfAnExpressionEndsAsItsEvaluationDoes() {
    // One that is spent within the rehearsal, and before anything is looked up.
    assertInstanceOf(Evaluation.Failed.class, Evaluated.of(nested("1", 12, "{dyn(v12): 1} == {}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{dyn([1]): 1}.size() == 1",
        "{dyn({}): 1}.size() == 1",
        "{object: 1}.size() == 1",
        "{optional.of(1): 1}.size() == 1",
        "{'a': 1}[dyn([1])] == 1",
        "object.metadata[object] == 1",
        "[1, 2][object.spec] == 1",
        "object[?object.spec].hasValue()",
        "[1].transformMapEntry(i, x, {object.metadata: x}).size() == 1",
      })
  void aListOrAMapIsNoKeyOnceItIsThere(String expression) {
    String said = Evaluated.failure(expression, Evaluated.POD);
    assertTrue(said.startsWith(EffortMeter.NO_KEY), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{[1]: 1}.size() == 1", "{{}: 1}.size() == 1", "object[[1]] == 1"})
  void aListOrAMapIsNoKeyWhereItIsWritten(String expression) {
    String said = Evaluated.problem(expression);
    assertTrue(said.matches("line 1, column \\d+: \\Q" + EffortMeter.NO_KEY + "\\E.*"), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a': 1, 2: 2, 3u: 3, true: 4}.size() == 4",
        "{object.metadata.name: 1}['ray-head'] == 1",
        "object.spec.containers.map(c, {c.name: c}).size() == 2",
        "object.metadata.labels.transformMap(k, v, v + '!')['app'] == 'ray!'",
        "[object, object].size() == 2",
        "[[1], [[2]]].flatten(2) == [1, 2]",
        "b'a' + b'b' == b'ab'",
        "object.spec.containers.map(c, [c.name, c]).map(p, p[0]) == ['head', 'log']",
      })
  void whatRulesMakeCostsNextToNothing(String expression) {
    var effort = new Effort(300);
    assertEquals(
        Evaluation.TRUE,
        Evaluated.expression(expression).evaluate(Evaluated.facts(Evaluated.POD, effort)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "object && true",
        "object ? true : false",
        "[?object].size() == 1",
        "{?'a': object}.size() == 1",
        "dyn([object]).slice(3, 1) == []",
        "[object].sum() == 1",
        "[object, object].max() == 1",
        "!object",
        "object.metadata.labels.transformMapEntry(k, v, {'a': object}).size() == 1",
      })
  void noMessageIsMadeOfAValue(String expression) {
    String said = Evaluated.failure(expression, Evaluated.POD);
    assertTrue(!said.contains("{") && !said.contains("ray-head"), said);
  }

  /// A list of ten times the one before, and so on.
  private static String nested(String first, int depth, String use) {
    return chained(
        "dyn(" + first + ")",
        "[" + String.join(", ", Collections.nCopies(10, "V")) + "]",
        depth,
        use);
  }

  /// @param next of `V`, the value before
  private static String chained(String first, String next, int depth, String use) {
    String expression = use;
    for (int i = depth; i > 0; i--) {
      String made = next.replace("V", "v" + (i - 1));
      expression = "cel.bind(v%d, %s, %s)".formatted(i, made, expression);
    }
    return "cel.bind(v0, %s, %s)".formatted(first, expression);
  }
}
