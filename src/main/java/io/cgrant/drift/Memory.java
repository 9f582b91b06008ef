// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What was told of which pod, so that each drift is told when it begins, when its cause becomes
/// another, and when it is over. For one thread.
///
/// Lost at a restart, and then each is told once more: to tell twice is better than to believe a
/// note that somebody may have lost, and the first sweep after a restart needs no state.
public final class Memory {

  /// Of which pods something is remembered. Others are counted, and not told.
  static final int MOST = 10_000;

  /// The API server forgets Events after an hour, and who looks at a pod then should find one.
  static final Duration AGAIN_AFTER = Duration.ofHours(1);

  private record Told(Cause cause, Instant at, long sweep) {}

  private final Map<String, Told> told = new HashMap<>();
  private long sweep;
  private Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
  private int holders;

  /// A sweep begins from its start.
  public void begin() {
    sweep++;
    causes = new EnumMap<>(Cause.class);
    holders = 0;
  }

  /// One pod of the sweep.
  ///
  /// @return what is to be told of it
  public Optional<Change> saw(Holding holding, Instant now) {
    holders++;
    holding.drift().ifPresent(drift -> causes.merge(drift.cause(), 1, Integer::sum));
    String uid = holding.pod().uid();
    Told before = told.get(uid);
    if (holding.drift().isEmpty()) {
      told.remove(uid);
      return before == null ? Optional.empty() : Optional.of(Change.Settled);
    }
    Cause cause = holding.drift().get().cause();
    if (before == null && told.size() >= MOST) {
      return Optional.empty();
    }
    if (before == null || before.cause() != cause) {
      told.put(uid, new Told(cause, now, sweep));
      return Optional.of(Change.Drifted);
    }
    boolean isOld = !now.isBefore(before.at().plus(AGAIN_AFTER));
    told.put(uid, new Told(cause, isOld ? now : before.at(), sweep));
    return isOld ? Optional.of(Change.StillDrifted) : Optional.empty();
  }

  /// Every pod was seen: those that were not are gone.
  public Tally end() {
    told.values().removeIf(one -> one.sweep() != sweep);
    return new Tally(holders, causes);
  }
}
