// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the API server has said about one request, as far as it was asked.
///
/// @param isToBeHad whether there is an API server to ask
/// @param answers what stands against the grant; none where nothing does
public record Testimony(boolean isToBeHad, Map<Inquiry, List<Finding>> answers) {

  /// Nothing was asked yet.
  public static final Testimony NONE = new Testimony(true, Map.of());

  /// Nobody can be asked.
  public static final Testimony OFFLINE = new Testimony(false, Map.of());

  public Testimony {
    answers = Map.copyOf(answers);
  }

  public Testimony with(Inquiry inquiry, List<Finding> findings) {
    var more = new HashMap<>(answers);
    more.put(inquiry, List.copyOf(findings));
    return new Testimony(isToBeHad, more);
  }

  /// What follows where this is not told.
  Verdict.Undecided missing(Inquiry inquiry) {
    return isToBeHad ? Verdict.Undecided.before(inquiry) : Verdict.Undecided.without(inquiry);
  }

  Optional<List<Finding>> on(Inquiry inquiry) {
    return Optional.ofNullable(answers.get(inquiry));
  }
}
