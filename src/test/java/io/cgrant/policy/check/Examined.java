// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import java.util.List;

/// A check and what it found in a pod.
record Examined(List<Finding> findings) {

  static Examined by(Check check, Pods pod) {
    return new Examined(check.examine(pod.view()));
  }

  /// @param expected each as `path: Reason`
  Examined finds(String... expected) {
    assertEquals(
        List.of(expected),
        findings.stream().map(f -> f.path() + ": " + f.reason().name()).toList());
    return this;
  }

  Examined findsNothing() {
    return finds();
  }

  /// That some finding's sentence has all of these parts.
  Examined saying(String... parts) {
    assertTrue(
        findings.stream().anyMatch(f -> List.of(parts).stream().allMatch(f.detail()::contains)),
        () -> List.of(parts) + " not in " + findings);
    return this;
  }

  Examined notSaying(String part) {
    assertFalse(findings.stream().anyMatch(f -> f.detail().contains(part)), findings::toString);
    return this;
  }
}
