// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.ErrorValue;
import dev.cel.runtime.CelEvaluationListener;
import dev.cel.runtime.ConcatenatedListView;
import io.cgrant.policy.Effort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Counts what an evaluation costs, and ends it where that is too much. dev.cel has no limit of its
/// own but one on rounds of loops, and pays no heed to an interrupt.
///
/// Every part of an expression that has been evaluated comes by here with its value: before a
/// function sees a long text, the text has been paid for. And no function sees an error.
final class EffortMeter implements CelEvaluationListener {

  /// The meter of the evaluation that calls a function: what some cost shows only while they work.
  static final ScopedValue<EffortMeter> RUNNING = ScopedValue.newInstance();

  static final String NO_KEY = "a list or a map is no key; write a text, a number, true or false";

  private static final String FAR_KEY = "a number as a key or an index is of 32 bits";

  private static final int ROUND = 20;

  /// Two exceptions, of some 2 us each.
  private static final int JUNCTION = 10;

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
  private final Weights weights;

  /// The length of each text in which another is to be sought, by the ID of its part.
  private int[] haystacks = {};

  /// The weight of all that loops have put into maps.
  private long inserted;

  /// Parts that hold no other.
  private long walked;

  EffortMeter(Costs costs, Effort effort) {
    this.costs = costs;
    this.effort = effort;
    this.weights = new Weights(effort);
  }

  @Override
  public void callback(CelExpr part, Object value) {
    spend(1);
    // The most frequent first: to ask for an interface in vain is what costs.
    switch (value) {
      case Boolean holds -> {}
      case Long number -> {}
      case String text -> spend(text.length() > SHORT ? text.length() / CHARACTERS_PER_STEP : 0);
      case List<?> list -> {
        spend(list.size() / ENTRIES_PER_STEP);
        spendMade(part, list);
      }
      case Map<?, ?> map -> {
        spend(map.size() / ENTRIES_PER_STEP);
        spendMade(part, map);
      }
      case CelByteString bytes when bytes.size() > SHORT ->
          spend(bytes.size() / CHARACTERS_PER_STEP);
      case Optional<?> optional -> spendMade(part, optional);
      case ErrorValue error when !(costs.of(part) instanceof Costs.Extra.Step) -> {
        spend(JUNCTION);
        throw failure(error.value());
      }
      default -> {}
    }
    Costs.Extra extra = costs.of(part);
    if (extra != null) {
      spendExtra(extra, part, value);
    }
  }

  /// Where neither side of `||` or `&&` settles it, the planner gives an error to whoever asked, as
  /// a value like any other: `(1 / 0 == 1 || false) != true` would hold. As an exception it is one
  /// again to `||` and `&&`, which catch it, and an error to everything else.
  private static RuntimeException failure(Exception why) {
    return why instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(why.getMessage(), why);
  }

  private void spendMade(CelExpr part, Object value) {
    if (Costs.makes(part) && !(value instanceof ConcatenatedListView<?>)) {
      weigh(value);
    }
  }

  /// Characters that are read, times instructions of a pattern.
  void spendOnTries(long characters, int size) {
    spend(characters * size / TRIES_PER_STEP);
  }

  private void spendExtra(Costs.Extra extra, CelExpr part, Object value) {
    switch (extra) {
      case Costs.Extra.Round() -> spend(ROUND);
      case Costs.Extra.Junction() -> spend(JUNCTION);
      case Costs.Extra.Step() -> {}
      case Costs.Extra.Depth() -> walk(value);
      case Costs.Extra.Searched() -> {
        if (!(value instanceof Map)) {
          walk(value);
        }
      }
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
      case Costs.Extra.Whole() -> weigh(value);
      case Costs.Extra.Maybe() -> {
        if (!(value instanceof Optional)) {
          weigh(value);
        }
      }
      case Costs.Extra.Inserted() -> inserted = Weights.bounded(inserted + weights.of(value));
      case Costs.Extra.Key() -> refuseAsKey(value);
    }
  }

  /// Of a text.
  private static int length(Object value) {
    return value instanceof String text ? text.length() : 0;
  }

  private static void refuseAsKey(Object value) {
    if (isComposite(value)) {
      throw new IllegalArgumentException(NO_KEY);
    }
    // Of one that is no index of a list, dev.cel writes the list into a message.
    if (value instanceof Number number && number.longValue() != number.intValue()) {
      throw new IllegalArgumentException(FAR_KEY);
    }
  }

  private static boolean isComposite(Object value) {
    return value instanceof List || value instanceof Map || value instanceof Optional;
  }

  private void weigh(Object value) {
    if (isComposite(value)) {
      weights.of(value);
    }
  }

  private void square(Object value) {
    long before = walked;
    walk(value);
    long entries = value instanceof List<?> list ? list.size() : 0;
    spend(entries * (walked - before) / ENTRIES_PER_STEP);
  }

  private void walk(Object value) {
    switch (value) {
      case String text -> leaf(1 + text.length() / CHARACTERS_PER_STEP);
      case Boolean holds -> leaf(1);
      case Long number -> leaf(1);
      case List<?> list -> walkIn(() -> list.forEach(this::walk));
      case Map<?, ?> map ->
          walkIn(
              () ->
                  map.forEach(
                      (key, below) -> {
                        spend(1 + (key instanceof String text ? text.length() / SHORT : 0));
                        walk(below);
                      }));
      case CelByteString bytes -> leaf(1 + bytes.size() / CHARACTERS_PER_STEP);
      case Optional<?> optional when optional.isPresent() -> walk(optional.get());
      default -> leaf(1);
    }
  }

  /// What holds nothing is something, too. Whether it holds anything shows for free afterwards.
  private void walkIn(Runnable entries) {
    long before = walked;
    entries.run();
    if (walked == before) {
      leaf(1);
    }
  }

  private void leaf(long steps) {
    walked++;
    spend(steps);
  }

  private void spend(long steps) {
    if (!effort.spend(steps)) {
      throw OutOfEffort.IT;
    }
  }
}
