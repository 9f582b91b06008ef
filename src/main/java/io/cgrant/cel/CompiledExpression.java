// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.DefaultDispatcher;
import dev.cel.runtime.GlobalResolver;
import dev.cel.runtime.planner.PlannedProgram;
import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import io.cgrant.policy.Expression;
import io.cgrant.policy.Facts;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// An expression, compiled.
final class CompiledExpression implements Expression {

  /// A Java `null` in a map would be an unknown value to CEL, which is neither true nor an error.
  private static final Object NULL = NullValue.NULL_VALUE;

  /// All functions are found when the expression is compiled.
  private static final DefaultDispatcher NO_FUNCTIONS = DefaultDispatcher.newBuilder().build();

  private static final int REHEARSAL = 1000;

  private final PlannedProgram program;
  private final Costs costs;
  private final String source;

  /// @param source what the policy's author wrote
  CompiledExpression(PlannedProgram program, Costs costs, String source) {
    this.program = program;
    this.costs = costs;
    this.source = source;
  }

  @Override
  public Evaluation evaluate(Facts facts) {
    Optional<Map<String, Object>> object = facts.object(NULL);
    if (object.isEmpty()) {
      return new Evaluation.Failed(
          "the pod is larger than expressions are evaluated on", "make it smaller");
    }
    return evaluate(name -> variable(name, object.get(), facts), facts.effort());
  }

  /// Loads what an evaluation needs, so that no request waits for it. What comes of it is nobody's
  /// concern.
  void rehearse() {
    Map<String, Object> pod =
        Map.of(
            "metadata",
            Map.of("labels", Map.of(), "annotations", Map.of()),
            "spec",
            Map.of("containers", List.of(Map.of("name", "rehearsal", "image", "rehearsal"))));
    evaluate(name -> pod, new Effort(REHEARSAL));
  }

  /// Evaluates it without a pod: what looks for one fails there. An expression that gives false all
  /// the same does so for every pod, and so does what came about without looking for one.
  @Override
  public boolean isNeverTrue() {
    var isAsked = new AtomicBoolean();
    GlobalResolver nobody =
        name -> {
          isAsked.set(true);
          throw new NoSuchElementException(name);
        };
    return switch (evaluate(nobody, Effort.ofOneRequest())) {
      case Evaluation.True holds -> false;
      case Evaluation.False no -> true;
      case Evaluation.Failed failed -> !isAsked.get();
    };
  }

  private Evaluation evaluate(GlobalResolver variables, Effort effort) {
    try {
      var meter = new EffortMeter(costs, effort);
      Object result =
          ScopedValue.where(EffortMeter.RUNNING, meter)
              .call(() -> program.trace(variables, NO_FUNCTIONS, null, meter));
      if (result instanceof Boolean holds) {
        return holds ? Evaluation.TRUE : Evaluation.FALSE;
      }
      return new Evaluation.Failed("it gives neither true nor false");
    } catch (OutOfEffort e) {
      return new Evaluation.Failed(
          "it takes more work than the expressions of one request may cost",
          "make the pod smaller");
    } catch (CelEvaluationException e) {
      return new Evaluation.Failed(Words.of(e, source));
    } catch (RuntimeException e) {
      return new Evaluation.Failed(Words.of(e, source));
    } catch (StackOverflowError e) {
      return new Evaluation.Failed(Words.oneLine(e.toString()));
    }
  }

  private static Object variable(String name, Map<String, Object> object, Facts facts) {
    return switch (name) {
      case Dialect.OBJECT -> object;
      case Dialect.OLD_OBJECT -> facts.oldObject(NULL).<Object>map(o -> o).orElse(NULL);
      case Dialect.REQUEST -> facts.request(NULL);
      case Dialect.NAMESPACE_OBJECT -> facts.namespaceObject();
      default -> null;
    };
  }
}
