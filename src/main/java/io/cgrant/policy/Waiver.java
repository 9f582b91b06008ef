// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.Finding;
import java.time.Instant;
import java.util.List;

/// One use of an exception.
///
/// @param usedAt the moment of the decision
/// @param findings what it let pass: the first of them, and at least one of each reason
/// @param more how many others, at the least
public record Waiver(PolicyException exception, Instant usedAt, List<Finding> findings, int more) {
  public Waiver {
    findings = List.copyOf(findings);
  }

  public Waiver(PolicyException exception, Instant usedAt, List<Finding> findings) {
    this(exception, usedAt, findings, 0);
  }
}
