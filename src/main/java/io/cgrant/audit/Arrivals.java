// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.outlet.Drops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Happenings that wait to be told, equal ones by the same policies and of the same maker as one
/// and a number: a controller that tries a refused pod again and again fills no queue, and costs
/// little. What finds no place is counted.
///
/// What is told of policies themselves waits apart and comes first: nobody who makes pods can take
/// its place. Safe for many threads that add and one that takes.
final class Arrivals {

  private final BlockingQueue<Arrival> ofPolicies;
  private final BlockingQueue<Arrival> ofPods;
  private final Map<Same, Arrival> waiting = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();
  private final AtomicLong sizeOnPolicies = new AtomicLong();
  private final Drops drops;
  private final Drops dropsOnPolicies;

  /// Nobody takes anything any more but to count it.
  private volatile boolean ended;

  /// @param most how many different ones may wait, of pods and of policies
  /// @param drops where those are counted that find no place
  /// @param dropsOnPolicies where they are, once for each policy they were to be told on
  Arrivals(int most, Drops drops, Drops dropsOnPolicies) {
    this.ofPolicies = new ArrayBlockingQueue<>(most);
    this.ofPods = new ArrayBlockingQueue<>(most);
    this.drops = drops;
    this.dropsOnPolicies = dropsOnPolicies;
  }

  /// A long note is cut, so two that are equal can still be by different policies, which are told
  /// each. And whoever repeats what a controller is told must not have the controller's refusals
  /// counted as its own, which may have no allowance left.
  private record Same(Happening happening, List<String> policies, Maker maker) {

    Same(Happening happening) {
      this(happening, happening.policies(), happening.maker());
    }

    /// Hardly two differ in anything else, and each of many threads asks.
    @Override
    public int hashCode() {
      return happening.hashCode();
    }
  }

  /// The first of its kind, and how often it came since.
  static final class Arrival {

    private static final int TAKEN = 0;

    private final Happening happening;
    private final AtomicInteger times = new AtomicInteger(1);

    private Arrival(Happening happening) {
      this.happening = happening;
    }

    Happening happening() {
      return happening;
    }

    /// Whether it still counts.
    private boolean again() {
      int before = times.getAndUpdate(t -> t == TAKEN || t == Integer.MAX_VALUE ? t : t + 1);
      return before != TAKEN && before != Integer.MAX_VALUE;
    }

    /// How often it came. From now on it counts no more.
    private int take() {
      return times.getAndSet(TAKEN);
    }
  }

  /// When pods come too fast, it is no time to make sentences for nobody.
  boolean isFullOfPods() {
    return ofPods.remainingCapacity() == 0;
  }

  boolean isEmpty() {
    return ofPolicies.isEmpty() && ofPods.isEmpty();
  }

  boolean hasEnded() {
    return ended;
  }

  void add(Happening happening) {
    size.incrementAndGet();
    sizeOnPolicies.addAndGet(happening.policies().size());
    var key = new Same(happening);
    Arrival same = waiting.get(key);
    if (same != null && same.again()) {
      return;
    }
    var first = new Arrival(happening);
    BlockingQueue<Arrival> queue = happening.isOnPolicy() ? ofPolicies : ofPods;
    // Before it is in the queue, so that taking it out never comes first.
    waiting.put(key, first);
    if (!queue.offer(first)) {
      drop(first, Drops.Cause.QueueFull);
    } else if (ended && queue.remove(first)) {
      drop(first, Drops.Cause.Closed);
    }
  }

  private void drop(Arrival arrival, Drops.Cause cause) {
    int times = count(arrival);
    drops.add(cause, times);
    dropsOnPolicies.add(cause, onPolicies(arrival.happening(), times));
    told(arrival.happening(), times);
  }

  /// The one that has waited longest, of a policy if there is one.
  Optional<Arrival> next() {
    Arrival ofPolicy = ofPolicies.poll();
    return Optional.ofNullable(ofPolicy == null ? ofPods.poll() : ofPolicy);
  }

  /// How often it came. What is equal to it is another from now on.
  int count(Arrival arrival) {
    waiting.remove(new Same(arrival.happening()), arrival);
    return arrival.take();
  }

  /// What was taken is told, so often, or counted as lost.
  void told(Happening happening, int times) {
    size.addAndGet(-times);
    sizeOnPolicies.addAndGet(-onPolicies(happening, times));
  }

  private static long onPolicies(Happening happening, int times) {
    return (long) times * happening.policies().size();
  }

  /// How many wait or are just being told, equal ones too.
  long size() {
    return size.get();
  }

  /// Those that are to be told on policies, once for each.
  long sizeOnPolicies() {
    return sizeOnPolicies.get();
  }

  /// Counts what waits as lost, and whatever comes later.
  void end() {
    ended = true;
    var lost = new ArrayList<Arrival>();
    ofPolicies.drainTo(lost);
    ofPods.drainTo(lost);
    lost.forEach(arrival -> drop(arrival, Drops.Cause.Closed));
  }

  /// From now on nobody waits for more to be taken.
  void stop() {
    ended = true;
  }
}
