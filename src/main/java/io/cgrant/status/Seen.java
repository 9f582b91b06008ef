// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.status;

import io.cgrant.policy.Objection;
import io.cgrant.policy.Verdict;
import io.cgrant.policy.Waiver;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What this replica itself refused, and which exceptions it used. Safe for many threads.
final class Seen {

  /// Characters of a share, so that those of five replicas fit into the annotations of one object.
  private static final int LONGEST = 48_000;

  private static final int LENGTH_OF_A_PART = 12;
  private static final int LENGTH_OF_A_DAY = 16;

  /// By then the replica that leads has read it.
  private static final int DAYS_KEPT = 2;

  private final Map<Slot, AtomicInteger> refusals = new ConcurrentHashMap<>();
  private final Map<String, LocalDate> uses = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  private record Slot(String policy, long part) {}

  /// Once for each policy that had something against the pod.
  void refused(Verdict.Refused refused, Instant now) {
    long part = Share.part(now);
    boolean isNews = false;
    for (int i = 0; i < refused.objections().size(); i++) {
      Optional<String> policy = refused.objections().get(i).policy();
      if (policy.isPresent() && !isNamedBefore(i, policy.get(), refused.objections())) {
        count(new Slot(policy.get(), part));
        isNews = true;
      }
    }
    if (isNews) {
      version.incrementAndGet();
    }
  }

  /// Without a set, which would be made anew for each refusal. The objections of a policy stand
  /// together, so the one before is mostly it.
  private static boolean isNamedBefore(int index, String policy, List<Objection> objections) {
    for (int i = index - 1; i >= 0; i--) {
      Optional<String> other = objections.get(i).policy();
      if (other.isPresent() && other.get().equals(policy)) {
        return true;
      }
    }
    return false;
  }

  private void count(Slot slot) {
    AtomicInteger count = refusals.get(slot);
    if (count == null) {
      count = refusals.computeIfAbsent(slot, s -> new AtomicInteger());
    }
    count.accumulateAndGet(1, Share::sum);
  }

  void granted(Verdict.Granted granted) {
    for (Waiver waiver : granted.waivers()) {
      LocalDate day = waiver.usedAt().atZone(ZoneOffset.UTC).toLocalDate();
      String use = key(granted.policy().name(), waiver.exception().name());
      if (!day.equals(uses.put(use, day))) {
        version.incrementAndGet();
      }
    }
  }

  /// Changes with everything that is worth telling.
  long version() {
    return version.get();
  }

  /// Where there is more than may be told, what was refused least is left out.
  Share share(Instant now) {
    refusals.keySet().removeIf(slot -> !Share.isRecent(slot.part(), now));
    LocalDate oldest = now.atZone(ZoneOffset.UTC).toLocalDate().minusDays(DAYS_KEPT);
    uses.values().removeIf(day -> day.isBefore(oldest));
    int room = LONGEST;
    var used = new TreeMap<String, String>();
    for (var use : new TreeMap<>(uses).entrySet()) {
      room -= use.getKey().length() + LENGTH_OF_A_DAY;
      if (room >= 0) {
        used.put(use.getKey(), use.getValue().toString());
      }
    }
    return new Share(now.getEpochSecond(), fitting(room), used);
  }

  private Map<String, Map<Long, Integer>> fitting(int length) {
    var all = new HashMap<String, Map<Long, Integer>>();
    refusals.forEach(
        (slot, count) ->
            all.computeIfAbsent(slot.policy(), p -> new TreeMap<>()).put(slot.part(), count.get()));
    var most =
        Comparator.<Map.Entry<String, Map<Long, Integer>>>comparingInt(
            e -> -e.getValue().values().stream().reduce(0, Share::sum));
    int room = length;
    var fitting = new TreeMap<String, Map<Long, Integer>>();
    for (var policy : all.entrySet().stream().sorted(most).toList()) {
      room -= policy.getKey().length() + LENGTH_OF_A_PART * (policy.getValue().size() + 1);
      if (room >= 0) {
        fitting.put(policy.getKey(), policy.getValue());
      }
    }
    return fitting;
  }

  /// Neither name has a slash.
  static String key(String policy, String exception) {
    return policy + "/" + exception;
  }
}
