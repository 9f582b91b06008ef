// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.cluster.Moving;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A cluster's users and roles, in memory.
public final class Doors {

  private final Map<String, Caller> tokens = new ConcurrentHashMap<>();
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();
  private volatile Runnable before = () -> {};

  /// @param deeds as [Deed#sentence] writes them
  public void let(String token, Caller caller, String... deeds) {
    tokens.put(token, caller);
    for (String deed : deeds) {
      allowed.add(caller.username() + " " + deed);
    }
  }

  /// What happens before anybody is looked up.
  public void before(Runnable action) {
    before = action;
  }

  public void fall() {
    before(
        () -> {
          throw new ApiServerAway("gone", null);
        });
  }

  public Callers callers() {
    return new Callers(this::review, () -> true, new Moving());
  }

  public Rights rights() {
    return new Rights(
        (caller, deed) -> allowed.contains(caller.username() + " " + deed.sentence()),
        new Moving());
  }

  private Optional<Caller> review(String token) {
    before.run();
    return Optional.ofNullable(tokens.get(token));
  }
}
