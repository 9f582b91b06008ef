// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No expression, over whatever pod, costs more than its effort. Shown by the effort that is spent
/// and not by time; where it were not counted, these tests would run for hours or out of memory.
final class EffortMeterTest {

  private static final String SPENT =
      "it takes more work than the expressions of one request may cost";

  /// Below the mebibyte on which expressions are evaluated at all.
  private static final String LARGE =
      """
      {"apiVersion":"v1","kind":"Pod",
       "metadata":{"name":"large","annotations":{"long":"%s","other":"%s"}},
       "spec":{"things":[%s]}}
      """
          .formatted(
              "a".repeat(300_000),
              "a".repeat(299_999) + "b",
              IntStream.range(0, 5_000)
                  .mapToObj(i -> "{\"name\":\"c%d\",\"env\":[{\"name\":\"a\"}]}".formatted(i))
                  .collect(Collectors.joining(",")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Loops in loops.
        "object.spec.things.all(a, object.spec.things.all(b, object.spec.things.all(c,"
            + " a.name != 'x')))",
        // A loop whose body fails each time, which CEL passes over.
        "object.spec.things.all(c, c.missing == 1)",
        "object.spec.things.exists(c, c.missing == 1)",
        // Few rounds, each over a long text.
        "object.spec.things.all(c, !object.metadata.annotations.long.matches('^(a+)+$x'))",
        "object.spec.things.all(c, object.metadata.annotations.long.size() > 1)",
        "object.spec.things.all(c, object.metadata.annotations.long !="
            + " object.metadata.annotations.other)",
        "[1, 2, 3, 4].all(i, object.metadata.annotations.long.findAll('a').size() > 1)",
        // Few rounds, each over a whole tree.
        "object.spec.things.all(c, object == object)",
        "object.spec.things.all(c, !(c in [object, object]))",
        "object.spec.things.map(c, c.name).distinct().size() > 1",
        "sets.equivalent(object.spec.things, object.spec.things.reverse())",
        "object.spec.things.map(c, c.name).map(n, object.spec.things.map(d, d.name)"
            + ".indexOf(n)).size() > 1",
        // One step, over every place of one text times every place of the other.
        "object.metadata.annotations.other.contains(object.metadata.annotations.long)",
        "object.metadata.annotations.long.indexOf(object.metadata.annotations.other) > 1",
        "object.metadata.annotations.other.lastIndexOf(object.metadata.annotations.long) > 1",
        "object.metadata.annotations.long.split(object.metadata.annotations.other).size() > 1",
        "object.metadata.annotations.long.replace(object.metadata.annotations.other, '') == ''",
        "object.metadata.annotations.long.matches('[a-z]([-a-z]{0,251}[a-z])?$')",
        "matches(object.metadata.annotations.long, '[a-z]([-a-z]{0,251}[a-z])?$')",
        "object.metadata.annotations.long.find('[a-z]([-a-z]{0,251}[a-z])?9') == ''",
        // A pattern that reads to the end of the text for each of its matches.
        "object.metadata.annotations.long.substring(0, 40000).findAll('a(.*z)?').size() > 1",
        "object.metadata.annotations.long.substring(0, 40000).findAll('a(.*z)?', 30000)"
            + ".size() > 1",
        "object.metadata.annotations.long.substring(0, 40000).findAll('(?i)|z$').size() > 1"
            + " && object.metadata.annotations.long.substring(0, 40000).findAll('(a.*z)?')"
            + ".size() > 1",
        // A long text of short ones.
        "object.metadata.annotations.long.split('').size() > 1",
        "[1, 2, 3, 4, 5, 6, 7, 8, 9].map(i, object.metadata.annotations.long).join('').size() > 1",
        "cel.bind(a, object.metadata.annotations.long, cel.bind(b, a + a, cel.bind(c, b + b,"
            + " (c + c + c + c).size() > 1)))",
      })
  void whateverIsCostlyEndsAndHasFailed(String expression) {
    assertEquals(SPENT, Evaluated.failure(expression, LARGE));
  }

  /// Each makes an exception, which takes as long as some steps.
  @Test
  void aSideThatFailsInVainIsPaidFor() {
    var effort = new Effort(40);
    String rule = "object.a == 1 || object.b == 1 || object.c == 1 || object.d == 1 || true";
    assertEquals(
        new Evaluation.Failed(SPENT, "make the pod smaller"),
        Evaluated.expression(rule).evaluate(Evaluated.facts(Evaluated.POD, effort)));
    assertEquals(Evaluation.TRUE, Evaluated.of(rule));
  }

  /// `exists` goes on after it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "object && true",
        "object || false",
        "!object",
        "object ? true : false",
        "object.hasValue()",
        "object.value()",
        "[?object].size() == 1",
        "{?'a': object}.size() == 1",
        "object.spec.things.slice(3, 1).size() == 1",
        "object.spec.things.sum() == 1",
        "object.spec.things.max() == 1",
        "object.spec.things.isSorted()",
        "object.spec.things.join('') == ''",
        "object.spec.things.flatten(-1).size() == 1",
        "{object: 1}.size() == 1 || object.spec.things.sort().size() == 1",
      })
  void aMessageIntoWhichDevCelWritesAValueIsPaidFor(String failing) {
    String twice = "[1, 2, 3, 4, 5, 6, 7, 8, 9].exists(%s, %s)";
    assertEquals(
        SPENT, Evaluated.failure(twice.formatted("a", twice.formatted("b", failing)), LARGE));
  }

  @Test
  void soIsTheMapThatALoopHasMadeOnceAKeyIsThereAlready() {
    assertEquals(
        SPENT,
        Evaluated.failure(
            "[1, 2, 3, 4, 5, 6, 7, 8, 9].transformMapEntry(i, x, {i < 8 ? i : 7:"
                + " object.spec.things}).size() == 1",
            LARGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'%s'.replace('', '%s').size() > 1",
        "'%s'.split('').join('%s').size() > 1",
      })
  void aTextThatWouldGrowOutOfBoundsIsNeverMade(String expression) {
    String written = expression.formatted("a".repeat(1500), "b".repeat(1500));
    assertEquals(
        "a text of more than 100000 characters",
        Evaluated.failure(written, Evaluated.POD).replaceFirst(" \\(character .*", ""));
  }

  @Test
  void aPatternThatReadsNoFurtherThanItsMatchesIsPaidForOnce() {
    var effort = new Effort(20_000);
    String rule =
        "'%s'.findAll('[a-z]+').size() == 1000 && '%s'.findAll('(?i)\\\\bab\\\\b').size() == 1000"
            .formatted("ab ".repeat(1000), "ab ".repeat(1000));
    assertEquals(
        Evaluation.TRUE,
        Evaluated.expression(rule).evaluate(Evaluated.facts(Evaluated.POD, effort)));
  }

  @Test
  void anOrdinaryRuleTakesAHundredthOfIt() {
    var effort = new Effort(1_000);
    String rule =
        "object.spec.containers.all(c, has(c.resources.limits) &&"
            + " quantity(c.resources.limits.memory).isLessThan(quantity('8Gi')) &&"
            + " c.image.matches('^(registry.example.com|docker.io)/'))";
    assertEquals(
        Evaluation.TRUE,
        Evaluated.expression(rule).evaluate(Evaluated.facts(Evaluated.POD, effort)));
  }

  @Test
  void theExpressionsOfOneRequestShareTheirEffort() {
    var facts = Evaluated.facts(Evaluated.POD, new Effort(100));
    var expression = Evaluated.expression("object.spec.containers.all(c, c.name != '')");
    int rounds = 0;
    while (expression.evaluate(facts).equals(Evaluation.TRUE)) {
      rounds++;
    }
    assertTrue(rounds >= 1 && rounds < 10, "ended after " + rounds);
    assertEquals(new Evaluation.Failed(SPENT, "make the pod smaller"), expression.evaluate(facts));
  }

  @Test
  void aPodTooLargeForExpressionsHasFailed() {
    String json =
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"x\":\"%s\"}}"
            .formatted("a".repeat(1024 * 1024));
    assertTrue(Evaluated.failure("true", json).startsWith("the pod is larger than"));
  }
}
