// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Keeps the quota of a policy, however many replicas count at once.
///
/// Each grant is written into a ledger before it is given, on condition that nobody wrote since
/// the ledger was read. So whoever gives the last one has read all others. A name leaves the ledger
/// only when the request that brought it has been over for a while and the pods as listed do not
/// show it: then it is not stored, and never will be. A name that comes back writes again, which
/// the condition notices. So pods and grants under way never exceed the quota, as long as a request
/// ends before its reservation does. A pod that was refused after us is counted a little longer
/// than it should be: too many are counted, never too few.
///
/// Listing is dear where a namespace has many pods, so it is done when the ledger is full, and once
/// in a while for pods that it has never heard of: those granted before there was a quota.
///
/// The ledger goes by the pod's name, of which a namespace has only one.
final class RoomKeeper {

  /// Longer than any request to an API server takes (`--request-timeout`, 1 minute), and as much as
  /// the clocks of two replicas may differ.
  static final Duration RESERVED = Duration.ofSeconds(75);

  /// How long a ledger with room is believed without looking at the pods.
  static final Duration BELIEVED = Duration.ofSeconds(60);

  /// So that a controller that asks and asks, though the quota is full, does not list each time.
  static final Duration FRESH = Duration.ofSeconds(1);

  private static final int MOST_LISTINGS = 64;
  private static final int MOST_NAMED = 5;

  /// Of a pod's name (RFC 1123). A longer one is of no pod that an API server would store.
  private static final int LONGEST_NAME = 253;

  private final RoomStore store;
  private final InstantSource clock;
  private final InstantSource stopwatch;

  /// So that requests of one replica do not disturb each other; what they share is in the store.
  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(64).toList();

  private final Map<String, Listing> listings = new ConcurrentHashMap<>();

  private record Listing(Set<String> holders, Instant until) {}

  /// @param clock of the ledger, which replicas share
  /// @param stopwatch of what this one keeps
  RoomKeeper(RoomStore store, InstantSource clock, InstantSource stopwatch) {
    this.store = store;
    this.clock = clock;
    this.stopwatch = stopwatch;
  }

  /// Takes a grant where the pod is about to be stored, and only counts elsewhere.
  Optional<List<Finding>> findings(Ask ask, Inquiry.Room room, Duration bound) {
    if (!isAboutToBeStored(ask)) {
      return Optional.of(counted(ask, room, ledger(ask, room)));
    }
    long end = System.nanoTime() + bound.toNanos();
    ReentrantLock lock = locks.get(Math.floorMod(key(ask, room).hashCode(), locks.size()));
    if (!acquired(lock, bound)) {
      return Optional.empty();
    }
    try {
      return reserved(ask, room, end);
    } finally {
      lock.unlock();
    }
  }

  private Optional<List<Finding>> reserved(Ask ask, Inquiry.Room room, long end) {
    while (System.nanoTime() - end < 0) {
      RoomStore.Ledger ledger = ledger(ask, room);
      List<Finding> findings = counted(ask, room, ledger);
      if (!findings.isEmpty()) {
        return Optional.of(findings);
      }
      if (store.replace(room.policy(), ask.subject().namespace(), withOneMore(ask, ledger))) {
        return Optional.of(List.of());
      }
    }
    return Optional.empty();
  }

  private static boolean isAboutToBeStored(Ask ask) {
    return ask.phase() == Ask.Phase.Validate
        && ask.operation() == Ask.Operation.CREATE
        && !ask.dryRun();
  }

  /// As it is written, or as it should be once the pods have been looked through.
  private RoomStore.Ledger ledger(Ask ask, Inquiry.Room room) {
    RoomStore.Ledger written = store.ledger(room.policy(), ask.subject().namespace());
    long now = clock.instant().getEpochSecond();
    boolean isBelieved =
        !written.version().isEmpty() && now - written.listed() < BELIEVED.toSeconds();
    if (isBelieved && others(ask, written).size() < room.quota().podsPerNamespace()) {
      return written;
    }
    Set<String> holders = holders(ask, room);
    var until = new HashMap<String, Long>(written.until());
    until.entrySet().removeIf(e -> e.getValue() <= now && !holders.contains(e.getKey()));
    holders.forEach(pod -> until.putIfAbsent(pod, now));
    return new RoomStore.Ledger(written.version(), now, until);
  }

  /// So fresh that whoever was stored since is still in the ledger with its time to come.
  private Set<String> holders(Ask ask, Inquiry.Room room) {
    Instant now = stopwatch.instant();
    String key = key(ask, room);
    Listing known = listings.get(key);
    if (known != null && now.isBefore(known.until())) {
      return known.holders();
    }
    Set<String> holders = store.holders(room.policy(), ask.subject().namespace());
    if (listings.size() >= MOST_LISTINGS) {
      listings.values().removeIf(old -> !now.isBefore(old.until()));
    }
    if (listings.size() < MOST_LISTINGS) {
      listings.put(key, new Listing(holders, now.plus(FRESH)));
    }
    return holders;
  }

  private List<Finding> counted(Ask ask, Inquiry.Room room, RoomStore.Ledger ledger) {
    TreeSet<String> others = others(ask, ledger);
    int most = room.quota().podsPerNamespace();
    return others.size() < most ? List.of() : List.of(exceeded(ask, room, others));
  }

  /// Without its own place, where the API server asks twice.
  private static TreeSet<String> others(Ask ask, RoomStore.Ledger ledger) {
    var names = new TreeSet<String>(ledger.until().keySet());
    names.remove(name(ask));
    return names;
  }

  private static Finding exceeded(Ask ask, Inquiry.Room room, TreeSet<String> holders) {
    String names = String.join(", ", holders.stream().limit(MOST_NAMED).toList());
    String more =
        holders.size() > MOST_NAMED ? " and " + (holders.size() - MOST_NAMED) + " more" : "";
    return new Finding(
        "metadata.namespace",
        Reason.QuotaExceeded,
        "namespace \""
            + ask.subject().namespace()
            + "\" has "
            + holders.size()
            + " of the "
            + room.quota().podsPerNamespace()
            + " pods that may hold a grant of the policy: "
            + names
            + more
            + "; delete one, or ask for a larger quota");
  }

  private RoomStore.Ledger withOneMore(Ask ask, RoomStore.Ledger ledger) {
    var until = new HashMap<String, Long>(ledger.until());
    until.put(name(ask), clock.instant().plus(RESERVED).getEpochSecond() + 1);
    return new RoomStore.Ledger(ledger.version(), ledger.listed(), until);
  }

  /// Once it is about to be stored, a pod has its name.
  private static String name(Ask ask) {
    String name = ask.pod().name().isEmpty() ? ask.uid() : ask.pod().name();
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static String key(Ask ask, Inquiry.Room room) {
    return room.policy() + "/" + ask.subject().namespace();
  }

  private static boolean acquired(ReentrantLock lock, Duration bound) {
    try {
      return lock.tryLock(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
