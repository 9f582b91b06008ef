// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import dev.cel.common.values.CelByteString;
import io.cgrant.policy.Effort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How large values are when each part counts as often as it is reached. A list that holds another
/// ten times costs ten references to make; to compare it, to hash it or to write it into a message
/// is ten times the work, and seven such lists in one another are ten million.
///
/// Who weighs reaches each part, and pays for it meanwhile. Nothing is kept of what was weighed:
/// most parts of the pod become another object each time they are reached.
///
/// For one evaluation.
final class Weights {

  /// Far beyond what an expression has use for. dev.cel writes values into its messages, and a text
  /// of so many parts is some megabytes.
  private static final int LARGEST = 250_000;

  /// Values that are reached in one evaluation. What it holds on to was made of no more of them:
  /// one that is made of the pod is some hundred bytes, and of three bytes there.
  private static final int MOST_REACHED = 100_000;

  private static final int CHARACTERS_PER_PART = 4;

  /// A value costs no more than the step that yields it where it is as light as this.
  private static final int LIGHT = 64;

  private static final int PARTS_PER_STEP = 8;

  /// So many parts are reached before the next are paid for.
  private static final int AT_ONCE = 512;

  private final Effort effort;
  private int reached;

  /// Of the value that is being weighed.
  private long weight;

  private long paid;

  Weights(Effort effort) {
    this.effort = effort;
  }

  /// Weighs a value and pays for it.
  ///
  /// @throws OutOfEffort where that is too much, or the value larger than any may be
  long of(Object value) {
    weight = 0;
    paid = LIGHT;
    add(value);
    pay();
    return weight;
  }

  private void add(Object value) {
    switch (value) {
      case String text -> reach(1 + text.length() / CHARACTERS_PER_PART);
      case Boolean holds -> reach(1);
      case Long number -> reach(1);
      case CelByteString bytes -> reach(1 + bytes.size() / CHARACTERS_PER_PART);
      case Map<?, ?> map -> {
        reach(1);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          add(entry.getKey());
          add(entry.getValue());
        }
      }
      case List<?> list -> {
        reach(1);
        for (Object entry : list) {
          add(entry);
        }
      }
      case Optional<?> optional -> {
        reach(1);
        if (optional.isPresent()) {
          add(optional.get());
        }
      }
      default -> reach(1);
    }
  }

  private void reach(int parts) {
    reached++;
    weight += parts;
    if (weight - paid >= AT_ONCE) {
      pay();
    }
  }

  private void pay() {
    bounded(weight);
    long due = weight - paid;
    if (reached > MOST_REACHED || (due > 0 && !effort.spend(due / PARTS_PER_STEP))) {
      throw OutOfEffort.IT;
    }
    paid = Math.max(paid, weight);
  }

  /// @throws OutOfEffort where that is more than any value may weigh
  static long bounded(long weight) {
    if (weight > LARGEST) {
      throw OutOfEffort.IT;
    }
    return weight;
  }
}
