// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.time.Duration;
import java.util.Locale;

/// What must hold for a trial, and what was measured.
///
/// @param unit empty for a number of things
record TrialBar(String what, double measured, Bound bound, double limit, String unit) {

  /// On which side of the limit it must be.
  enum Bound {
    AtMost,
    AtLeast
  }

  static TrialBar none(String what, long measured) {
    return new TrialBar(what, measured, Bound.AtMost, 0, "");
  }

  static TrialBar atMost(String what, Duration measured, Duration limit) {
    return new TrialBar(what, seconds(measured), Bound.AtMost, seconds(limit), "s");
  }

  static TrialBar atMost(String what, double measured, double limit, String unit) {
    return new TrialBar(what, measured, Bound.AtMost, limit, unit);
  }

  static TrialBar atLeast(String what, double measured, double limit, String unit) {
    return new TrialBar(what, measured, Bound.AtLeast, limit, unit);
  }

  boolean isMet() {
    return switch (bound) {
      case AtMost -> measured <= limit;
      case AtLeast -> measured >= limit;
    };
  }

  String verdict() {
    return isMet() ? "met" : "missed";
  }

  String shownMeasured() {
    return shown(measured);
  }

  String shownLimit() {
    String word =
        switch (bound) {
          case AtMost -> limit == 0 ? "" : "at most ";
          case AtLeast -> "at least ";
        };
    return word + shown(limit);
  }

  private String shown(double value) {
    String format = unit.equals("s") ? "%,.1f" : "%,.0f";
    return (String.format(Locale.ROOT, format, value) + " " + unit).strip();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
