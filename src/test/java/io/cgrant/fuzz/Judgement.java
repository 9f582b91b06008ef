// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/// What the oracle says of a pod.
///
/// @param allowed the outcomes that are right; more than one where the sources leave it open
/// @param reasons what must be among the findings of a refusal
/// @param why in a few words, for whoever reads a disagreement
record Judgement(Set<Outcome> allowed, Set<String> reasons, String why) {

  enum Outcome {
    /// The answer is HTTP 400.
    UNREADABLE,
    /// None of cgrant's business.
    NOT_ASKED,
    GRANTED,
    REFUSED,
    /// Refused because something is unknown, and says so.
    UNDECIDED
  }

  static Judgement of(Set<Outcome> allowed, String why) {
    return new Judgement(allowed, Set.of(), why);
  }

  Judgement or(Outcome also) {
    var more = EnumSet.copyOf(allowed);
    more.add(also);
    return new Judgement(more, reasons, why);
  }

  /// Both held to be right, as where the sources do not say which of two readings holds.
  Judgement or(Judgement other) {
    var both = EnumSet.copyOf(allowed);
    both.addAll(other.allowed());
    var common = new TreeSet<>(reasons);
    common.retainAll(other.reasons());
    return new Judgement(both, common, why + " / " + other.why());
  }
}
