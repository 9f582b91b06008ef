// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import io.cgrant.policy.check.InvalidCheck;
import io.cgrant.policy.check.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/// What a policy does not ask of the pods of some namespaces for a while. The floor is none of its
/// business, and neither are the routes that a policy grants.
///
/// @param namespaces by name, at least one
/// @param waived the requirements that are not asked, at least one
/// @param reason why, for who reads the policy later
/// @param owner who answers for it and is asked before it ends
/// @param expires the first moment at which it waives nothing
public record PolicyException(
    String name,
    Set<String> namespaces,
    Set<Requirement> waived,
    String reason,
    String owner,
    Instant expires) {

  /// From when on everybody who uses it hears that it ends.
  public static final Duration SOON = Duration.ofDays(7);

  /// Where it is in its life.
  public enum State {
    Active,
    ExpiresSoon,
    Expired
  }

  public PolicyException {
    refuseEmpty("namespaces", namespaces);
    refuseEmpty("waive", waived);
    refuseBlank("name", name);
    refuseBlank("reason", reason);
    refuseBlank("owner", owner);
    namespaces = Collections.unmodifiableSet(new TreeSet<>(namespaces));
    waived = Collections.unmodifiableSet(EnumSet.copyOf(waived));
  }

  public State state(Instant now) {
    if (!now.isBefore(expires)) {
      return State.Expired;
    }
    // Not by adding to the moment: the last one there is has nothing after it.
    return now.isBefore(expires.minus(SOON)) ? State.Active : State.ExpiresSoon;
  }

  boolean waives(Requirement requirement, String namespace, Instant now) {
    return state(now) != State.Expired
        && waived.contains(requirement)
        && namespaces.contains(namespace);
  }

  private static void refuseEmpty(String field, Collection<?> entries) {
    if (entries.isEmpty()) {
      throw new InvalidCheck(field, "is empty; write at least one entry");
    }
  }

  private static void refuseBlank(String field, String text) {
    if (text.isBlank()) {
      throw new InvalidCheck(field, "is empty; an exception says what it is for and whose it is");
    }
  }
}
