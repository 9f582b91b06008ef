// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Evaluation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DialectTest {

  static Stream<String> examples() {
    return DialectExamples.SECTIONS.stream()
        .flatMap(section -> section.examples().stream())
        .map(DialectExamples.Example::expression);
  }

  static Stream<String> missing() {
    return DialectExamples.MISSING.stream().map(DialectExamples.Example::expression);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleOfTheReferenceIsTrue(String expression) {
    assertEquals(Evaluation.TRUE, Evaluated.of(expression));
    assertEquals(Evaluation.FALSE, Evaluated.of("!(" + expression + ")"));
  }

  @ParameterizedTest
  @MethodSource("missing")
  void whatIsMissingIsRefusedWhenItIsWritten(String expression) {
    assertTrue(
        Evaluated.problem(expression).startsWith("line 1, column "),
        () -> Evaluated.problem(expression));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "objct.spec == 1 | line 1, column 1: there is no variable 'objct'; write one of object,",
        "1 + | line 1, column 4: the expression ends too early; write the rest",
        "'a' == 1 | line 1, column 5: '==' does not take (string, int); write values that it takes",
        "size(1) == 1 | line 1, column 5: 'size' does not take (int); ",
        "'a'.size(2) == 1 | line 1, column 9: 'size' does not take string and (int); ",
        "quantity('1') < quantity('2') | line 1, column 15: '<' does not take (Quantity, Quantity); ",
        "object.spec.nothing() | line 1, column 20: there is no function 'nothing'; write one of docs",
        "isURL('x') | line 1, column 6: there is no function 'isURL'; write one of docs",
        "object.spec.all(c) | line 1, column 16: 'all' takes a name and an expression; write it as all(c",
        "(1 + 2 == 3 | line 1, column 12: ')' is missing; add it",
        "object.kind = 'Pod' | line 1, column 13: '=' is no operator; write ==",
        "true and true | line 1, column 6: 'and' is no operator; write &&",
        "a b | line 1, column 3: 'b' does not fit here; take it out, or add",
        "object.kind == 'Pod | line 1, column 16: the text is not closed; end it with '",
        "$x | line 1, column 1: '$' is no part of CEL; take it out",
        "if x | line 1, column 1: 'if' is a reserved word; write another name",
        "has(object) | line 1, column 4: has() takes a field; write it as has(object.spec.x)",
        "timestamp('').foo | line 1, column 14: a value of type google.protobuf.Timestamp has no fields",
        "1 + 1 | it gives int; write one that gives true or false",
        "'a'.matches(object.kind) | line 1, column 12: the pattern must be written out as a text",
        "object.kind.matches('(') | line 1, column 20: not a pattern in RE2",
        "'a'.find('((a{1000}){1000})') == '' | line 1, column 9: ",
        "lists.range(1000000000).size() > 1 | line 1, column 1: there is no variable 'lists'; ",
      })
  void aProblemNamesItsPlace(String expression, String problem) {
    assertTrue(
        Evaluated.problem(expression).startsWith(problem), () -> Evaluated.problem(expression));
  }

  @Test
  void aPlaceInALaterLineIsCountedFromThatLine() {
    assertEquals(
        "line 2, column 6: there is no variable 'objct'; write one of object, oldObject, request and"
            + " namespaceObject, or a function of docs/reference/cel.md, at \"objct.spec.hostPID\"",
        Evaluated.problem("object.spec.hostUsers == false\n  && objct.spec.hostPID"));
  }

  /// What dev.cel says is for who knows its grammar.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 +",
        "[1,",
        "{'a': 1",
        "(1",
        "nothing()",
        "nothing.x",
        "1 == 'a'",
        "&& true",
        "a b"
      })
  void noProblemIsInTheWordsOfTheCompiler(String expression) {
    String problem = Evaluated.problem(expression);
    for (String word : List.of("<EOF>", "undeclared", "overload", "expecting", "IDENTIFIER")) {
      assertTrue(!problem.contains(word), problem);
    }
    assertTrue(problem.contains("; "), problem);
  }

  @Test
  void anExpressionThatIsTooLongOrTooDeepIsRefused() {
    assertTrue(Evaluated.problem("true" + " || true".repeat(2000)).contains("size"));
    assertTrue(Evaluated.problem("!".repeat(300) + "(".repeat(300) + "true").length() > 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "object.spec.missing == 1 | key 'missing' is not present in map (character 12)",
        "object.metadata.labels['missing'] == 'a' | key 'missing' is not present in map (character 23)",
        "object.spec.containers.all(c, c.missing == 1) | key 'missing' is not present in map (character 32)",
        "object.metadata.labels.app == 1 / 0 | ",
        "object.spec.terminationGracePeriodSeconds | it gives neither true nor false",
        "object.metadata.annotations['null'] | it gives neither true nor false",
        "quantity('much') == quantity('1') | \"much\" is not a quantity",
        "quantity('1500m').asInteger() == 1 | ",
        "int(object.metadata.labels.app) == 1 | ",
        "[].max() == 1 | ",
        "[object.kind].sum() == 'Pod' | sum() is for lists of numbers",
      })
  void whatCannotBeToldHasFailedAndIsNeverTrue(String expression, String why) {
    String said = Evaluated.failure(expression, Evaluated.POD);
    assertTrue(why == null || said.startsWith(why), said);
    assertTrue(!said.isBlank() && said.lines().count() == 1, said);
  }

  @Test
  void aTextOfThePodCannotBreakTheLineOfAMessage() {
    String said =
        Evaluated.failure(
            "quantity(object.metadata.name) == quantity('1')",
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a\\nb\\u0007"},"spec":{}}
            """);
    assertEquals(List.of(said), said.lines().toList());
    assertTrue(said.chars().noneMatch(Character::isISOControl), said);
  }

  @Test
  void aPatternMatchesAnyPartOfATextInBothForms() {
    for (String call : List.of("object.kind.matches('%s')", "matches(object.kind, '%s')")) {
      assertEquals(Evaluation.TRUE, Evaluated.of(call.formatted("o")));
      assertEquals(Evaluation.TRUE, Evaluated.of(call.formatted("^Pod$")));
      assertEquals(Evaluation.FALSE, Evaluated.of(call.formatted("^o")));
    }
  }

  @Test
  void patternsBeyondThoseThatAreKeptMatchAsWell() {
    for (int i = 0; i < 1_100; i++) {
      String text = "name-" + i;
      assertEquals(
          Evaluation.TRUE, Evaluated.of("'%s'.matches('^%s$')".formatted(text, text)), text);
    }
  }
}
