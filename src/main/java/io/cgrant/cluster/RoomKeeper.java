// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.cgrant.policy.Ask;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.check.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Keeps the quota of a policy, however many replicas count at once.
///
/// A pod is counted by the record of its grant once it is stored. Until then, a reservation
/// stands for it: read the reservations, then list the pods, and write one more only if nobody
/// wrote since. Whoever wrote before was read, and its pod is in the list or still reserved;
/// whoever writes later reads ours. So pods and reservations together never exceed the quota, as
/// long as a reservation outlives the request that made it. It ends by itself, so a pod that was
/// refused after us is counted a little longer than it should be: too many are counted, never too
/// few.
///
/// Reservations go by the pod's name, of which a namespace has only one.
final class RoomKeeper {

  /// Longer than any request to an API server takes (`--request-timeout`, 1 minute), and as much as
  /// the clocks of two replicas may differ.
  static final Duration RESERVED = Duration.ofSeconds(75);

  private static final int MOST_NAMED = 5;

  private final RoomStore store;
  private final InstantSource clock;

  /// So that requests of one replica do not disturb each other; what they share is in the store.
  private final List<ReentrantLock> locks = Stream.generate(ReentrantLock::new).limit(64).toList();

  RoomKeeper(RoomStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Takes a grant where the pod is about to be stored, and only counts elsewhere.
  Optional<List<Finding>> findings(Ask ask, Inquiry.Room room, Duration bound) {
    if (!isAboutToBeStored(ask)) {
      return Optional.of(counted(ask, room, read(ask, room)));
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
      RoomStore.Reservations read = read(ask, room);
      List<Finding> findings = counted(ask, room, read);
      if (!findings.isEmpty()) {
        return Optional.of(findings);
      }
      if (store.replace(room.policy(), ask.subject().namespace(), withOneMore(ask, read))) {
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

  private RoomStore.Reservations read(Ask ask, Inquiry.Room room) {
    return store.reservations(room.policy(), ask.subject().namespace());
  }

  /// The reservations were read before the pods are listed: what leaves the one is in the other.
  private List<Finding> counted(Ask ask, Inquiry.Room room, RoomStore.Reservations reservations) {
    long now = clock.instant().getEpochSecond();
    var holders = new TreeSet<>(store.holders(room.policy(), ask.subject().namespace()));
    reservations.until().forEach((pod, until) -> addIf(until > now, pod, holders));
    // Its own place, where the API server asks twice.
    holders.remove(name(ask));
    int most = room.quota().podsPerNamespace();
    return holders.size() < most ? List.of() : List.of(exceeded(ask, room, holders));
  }

  private static void addIf(boolean isLive, String pod, TreeSet<String> holders) {
    if (isLive) {
      holders.add(pod);
    }
  }

  private static Finding exceeded(Ask ask, Inquiry.Room room, TreeSet<String> holders) {
    String names = String.join(", ", holders.stream().limit(MOST_NAMED).toList());
    String more =
        holders.size() > MOST_NAMED ? " and " + (holders.size() - MOST_NAMED) + " more" : "";
    return new Finding(
        "metadata.namespace",
        "QuotaExceeded",
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

  private RoomStore.Reservations withOneMore(Ask ask, RoomStore.Reservations read) {
    Instant now = clock.instant();
    Map<String, Long> until = new HashMap<>(read.until());
    until.values().removeIf(end -> end <= now.getEpochSecond());
    until.put(name(ask), now.plus(RESERVED).getEpochSecond() + 1);
    return new RoomStore.Reservations(read.version(), until);
  }

  /// Once it is about to be stored, a pod has its name.
  private static String name(Ask ask) {
    return ask.pod().name().isEmpty() ? ask.uid() : ask.pod().name();
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
