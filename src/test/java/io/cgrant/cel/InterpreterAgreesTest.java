// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.CelValidationException;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.cgrant.fuzz.NewSeed;
import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import io.cgrant.policy.ExpressionCompiler.Compilation;
import io.cgrant.rerun.FailsForGood;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The interpreter of dev.cel, which evaluates the tree of an expression as it is, comes to the
/// same as what is planned: true, false or an error. What is true of a value that is a type, and of
/// an optional in an optional, they see differently, so there is none here.
///
/// `-Dcgrant.fuzz.mutants=` says how many, a twenty-fifth of it, `-Dcgrant.fuzz.seed=` repeats a
/// run.
@FailsForGood
final class InterpreterAgreesTest {

  private static final int EXPRESSIONS = Integer.getInteger("cgrant.fuzz.mutants", 50_000) / 25;
  private static final long FIXED = 20_261_128;

  private static final CelRuntime INTERPRETER =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(Dialect.OPTIONS)
          .addLibraries(
              CelExtensions.optional(),
              CelExtensions.strings(),
              CelExtensions.lists(),
              CelExtensions.sets(Dialect.OPTIONS),
              CelExtensions.math(),
              CelExtensions.encoders(Dialect.OPTIONS),
              CelExtensions.comprehensions())
          .addFunctionBindings(
              Dialect.ownFunctions().entrySet().stream()
                  .filter(named -> !named.getKey().equals("matches"))
                  .flatMap(named -> named.getValue().stream())
                  .toList())
          .build();

  private final Map<String, Object> pod =
      Evaluated.facts(Evaluated.POD, new Effort(1)).object(NullValue.NULL_VALUE).orElseThrow();

  private enum Came {
    True,
    False,
    Failed
  }

  @Test
  void onExpressionsOfAFixedSeed() {
    agree(FIXED);
  }

  @Test
  void onExpressionsNeverSeenBefore() {
    agree(NewSeed.of("expressions"));
  }

  private void agree(long seed) {
    RandomGenerator random = new Random(seed);
    var expressions = new AnyExpression(random);
    var came = new EnumMap<Came, Integer>(Came.class);
    var disputed = new ArrayList<String>();
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = expressions.next();
      if (Dialect.check(text) instanceof Compilation.Compiled(var planned)) {
        Came here = came(planned.evaluate(Evaluated.facts(Evaluated.POD, new Effort(10_000_000))));
        Came there = interpreted(text);
        came.merge(here, 1, Integer::sum);
        if (here != there) {
          disputed.add(there + " to the interpreter, planned " + here + ": " + text);
        }
      }
    }
    assertEquals(List.of(), disputed);
    for (Came each : Came.values()) {
      assertTrue(came.getOrDefault(each, 0) > EXPRESSIONS / 20, came::toString);
    }
  }

  private static Came came(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.True holds -> Came.True;
      case Evaluation.False fails -> Came.False;
      case Evaluation.Failed failed -> Came.Failed;
    };
  }

  private Came interpreted(String text) {
    try {
      Object result =
          INTERPRETER
              .createProgram(Dialect.COMPILER.compile(text).getAst())
              .eval(Map.of(Dialect.OBJECT, pod));
      return result instanceof Boolean holds ? holds ? Came.True : Came.False : Came.Failed;
    } catch (CelEvaluationException | CelValidationException | RuntimeException e) {
      return Came.Failed;
    }
  }
}
