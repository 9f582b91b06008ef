// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import io.cgrant.policy.Effort;
import java.util.List;
import java.util.Map;

/// Counts what an evaluation costs, and ends it where that is too much. dev.cel has no limit of its
/// own but one on rounds of loops, and pays no heed to an interrupt.
///
/// Every part of an expression that has been evaluated comes by here with its value: before a
/// function sees a long text, the text has been paid for.
final class EffortMeter implements CelEvaluationListener {

  /// The meter of the evaluation that calls a function: what some cost shows only while they work.
  static final ScopedValue<EffortMeter> RUNNING = ScopedValue.newInstance();

  private static final int ROUND = 20;

  /// A text of so many characters costs no more than the step that yields it.
  private static final int SHORT = 64;

  private static final int CHARACTERS_PER_STEP = 4;
  private static final int ENTRIES_PER_STEP = 8;

  /// Characters of the one text times those of the other, at the speed of `String.indexOf`.
  private static final int PAIRS_PER_STEP = 100;

  /// Characters times instructions of a pattern, most of which are not tried at most places.
  private static final int TRIES_PER_STEP = 20;

  private final Costs costs;
  private final Effort effort;

  /// The length of each text in which another is to be sought, by the ID of its part.
  private int[] haystacks = {};

  EffortMeter(Costs costs, Effort effort) {
    this.costs = costs;
    this.effort = effort;
  }

  @Override
  public void callback(CelExpr part, Object value) {
    spend(1);
    switch (value) {
      case String text when text.length() > SHORT -> spend(text.length() / CHARACTERS_PER_STEP);
      case List<?> list -> spend(list.size() / ENTRIES_PER_STEP);
      case Map<?, ?> map -> spend(map.size() / ENTRIES_PER_STEP);
      default -> {}
    }
    Costs.Extra extra = costs.of(part);
    if (extra != null) {
      spendExtra(extra, part, value);
    }
  }

  /// Characters that are read, times instructions of a pattern.
  void spendOnTries(long characters, int size) {
    spend(characters * size / TRIES_PER_STEP);
  }

  private void spendExtra(Costs.Extra extra, CelExpr part, Object value) {
    switch (extra) {
      case Costs.Extra.Round() -> spend(ROUND);
      case Costs.Extra.Depth() -> walk(value);
      case Costs.Extra.Square() -> square(value);
      case Costs.Extra.Haystack() -> {
        square(value);
        haystacks = haystacks.length == 0 ? new int[costs.end()] : haystacks;
        haystacks[(int) part.id()] = length(value);
      }
      case Costs.Extra.Needle(int haystack) -> {
        walk(value);
        spend((long) length(value) * haystacks[haystack] / PAIRS_PER_STEP);
      }
      case Costs.Extra.Subject(int size) -> spendOnTries(length(value), size);
    }
  }

  /// Of a text.
  private static int length(Object value) {
    return value instanceof String text ? text.length() : 0;
  }

  private void square(Object value) {
    walk(value);
    long entries = value instanceof List<?> list ? list.size() : 0;
    spend(entries * entries / ENTRIES_PER_STEP);
  }

  private void walk(Object value) {
    switch (value) {
      case String text -> spend(1 + text.length() / CHARACTERS_PER_STEP);
      case List<?> list -> list.forEach(this::walk);
      case Map<?, ?> map ->
          map.forEach(
              (key, below) -> {
                spend(1);
                walk(below);
              });
      default -> spend(1);
    }
  }

  private void spend(long steps) {
    if (!effort.spend(steps)) {
      throw OutOfEffort.IT;
    }
  }
}
