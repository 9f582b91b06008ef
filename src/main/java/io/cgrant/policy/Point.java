// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Finding;
import java.util.List;
import java.util.Optional;

/// One thing that a pod must meet, and what is found.
///
/// @param findings none where it is met
/// @param waivedBy the exception that takes the findings upon itself
/// @param more findings that are not kept, at the least
public record Point(
    Requirement requirement, List<Finding> findings, Optional<PolicyException> waivedBy, int more) {

  public Point {
    findings = List.copyOf(findings);
  }

  public Result result() {
    if (requirement instanceof OfUnasked) {
      return Result.Unknown;
    }
    if (findings.isEmpty() && more == 0) {
      return Result.Met;
    }
    return waivedBy.isPresent() ? Result.Waived : Result.Unmet;
  }

  public enum Result {
    Met,
    Waived,
    Unmet,
    /// Nobody was asked.
    Unknown
  }

  /// What is asked.
  public sealed interface Requirement {

    /// As a person would look for it in the documentation or in the policy.
    default String name() {
      return switch (this) {
        case OfCheck(var check) -> check.getClass().getSimpleName();
        case OfRule(var rule) -> "rule " + rule.name();
        case OfRoute(var route) -> "route " + route.name();
        case OfUnasked(var inquiry) -> inquiry.field();
        case OfGrant() -> "grant";
        case OfAsk() -> "ask";
      };
    }
  }

  public record OfCheck(Check check) implements Requirement {}

  public record OfRule(Rule rule) implements Requirement {}

  /// That the policy grants this way.
  public record OfRoute(Route route) implements Requirement {}

  /// What only the API server could tell, where it was not asked.
  public record OfUnasked(Inquiry inquiry) implements Requirement {}

  /// That the policy can give what the pod wants.
  public record OfGrant() implements Requirement {}

  /// That the pod says clearly what it wants.
  public record OfAsk() implements Requirement {}
}
