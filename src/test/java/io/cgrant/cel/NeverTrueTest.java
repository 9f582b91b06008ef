// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Evaluation;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be told of an expression without a pod: that it is true for none.
final class NeverTrueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "1 > 2",
        "!true",
        "'a'.startsWith('b')",
        "1 / 0 == 1",
        "[1, 2].exists(i, i > 2)",
        "quantity('1Gi').isGreaterThan(quantity('2Gi'))",
        "false && object.spec.hostUsers",
        "object.spec.hostUsers && false",
        "!(object.spec.hostUsers || true)",
        "[1, 2].all(i, i > 1 && object.spec.hostUsers)",
        "false ? object.spec.hostUsers : false",
        "cel.bind(x, object.spec, false)"
      })
  void isToldWhereNoPodChangesAnything(String expression) {
    assertTrue(Evaluated.expression(expression).isNeverTrue(), expression);
    assertFalse(Evaluated.of(expression) instanceof Evaluation.True, expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "1 < 2",
        "object.spec.hostUsers",
        "!object.spec.hostUsers",
        "has(object.spec.hostUsers)",
        "!has(object.spec.none)",
        "object.spec.none",
        "object.?spec.?none.orValue(true)",
        "oldObject == null",
        "request.operation == 'DELETE'",
        "namespaceObject.metadata.name == 'none'",
        "object.spec.hostUsers ? false : false",
        "object.spec.hostUsers && !object.spec.hostUsers",
        "object.spec.containers.exists(c, c.name == 'none')",
        "object.spec.containers.all(c, false)",
        "[1, 2].exists(i, i == object.spec.none)",
        "cel.bind(x, object.spec.hostUsers, x)"
      })
  void isNotToldOfWhatOnlyAPodTells(String expression) {
    assertFalse(Evaluated.expression(expression).isNeverTrue(), expression);
  }

  static Stream<String> examples() {
    return DialectTest.examples();
  }

  /// Each is true of the pod that it is tried on.
  @ParameterizedTest
  @MethodSource("examples")
  void isToldOfNoExampleOfTheReference(String expression) {
    assertEquals(Evaluation.TRUE, Evaluated.of(expression));
    assertFalse(Evaluated.expression(expression).isNeverTrue(), expression);
  }
}
