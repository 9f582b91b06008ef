// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.outlet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/// What waits for an [Outlet], which a thread of its own serves. What comes faster than the outlet
/// takes it is dropped and counted: a slow disk, a stuck pipe or a receiver that hangs never holds
/// a verdict. Each item is written, dropped or held, and never two of these.
public final class Backlog<T> implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Backlog.class);
  private static final int AT_ONCE = 256;
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  private final BlockingQueue<T> queue;

  /// Bytes of all that is not written, also of the one that the outlet is just given.
  private final AtomicLong waiting = new AtomicLong();

  private final Terms terms;
  private final ToIntFunction<T> size;
  private final Outlet<T> outlet;
  private final Drops drops;
  private final Thread thread;
  private volatile boolean closing;

  /// How many were taken from the queue and are not settled, be they in a batch or with the outlet.
  /// Under this object's lock, which nobody holds while the outlet works.
  private long held;

  /// What is held now is lost, and so is what comes.
  private volatile boolean ended;

  /// @param name of the thread
  /// @param most how many may wait
  /// @param mostBytes how much they may hold together
  /// @param tick how often the thread looks whether there is something
  /// @param lastCall how long the end waits for what is not written yet
  public record Terms(String name, int most, long mostBytes, Duration tick, Duration lastCall) {

    public Terms(String name, int most, long mostBytes, Duration tick) {
      this(name, most, mostBytes, tick, LAST_CALL);
    }
  }

  /// @param size in bytes
  /// @param drops where both sides count
  public Backlog(Terms terms, ToIntFunction<T> size, Outlet<T> outlet, Drops drops) {
    this.queue = new ArrayBlockingQueue<>(terms.most());
    this.terms = terms;
    this.size = size;
    this.outlet = outlet;
    this.drops = drops;
    this.thread = Thread.ofPlatform().daemon().name(terms.name()).start(this::run);
  }

  /// Returns at once.
  public void add(T item) {
    if (closing) {
      drops.add(Drops.Cause.Closed);
      return;
    }
    int bytes = size.applyAsInt(item);
    // Before it is in the queue, so that taking it out never comes first.
    boolean hasRoom = waiting.addAndGet(bytes) <= terms.mostBytes();
    if (!hasRoom || !queue.offer(item)) {
      waiting.addAndGet(-bytes);
      drops.add(Drops.Cause.QueueFull);
    } else if (ended && queue.remove(item)) {
      drops.add(Drops.Cause.Closed);
    }
  }

  public Drops drops() {
    return drops;
  }

  /// Says that nothing else comes. Returns at once; what waits is still written.
  public void end() {
    closing = true;
  }

  /// Writes what is waiting, for a few seconds at most.
  @Override
  public void close() {
    end();
    try {
      if (!thread.join(terms.lastCall())) {
        giveUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is on its way just then counts as lost, though it may arrive.
  private synchronized void giveUp() {
    var lost = new ArrayList<T>();
    ended = true;
    queue.drainTo(lost);
    long all = lost.size() + held;
    held = 0;
    if (all > 0) {
      drops.add(Drops.Cause.Closed, all);
      LOG.warnf("%s: it ends with %d that nobody took", terms.name(), all);
    }
  }

  /// Looks from time to time instead of waiting to be woken: waking a thread for each decision
  /// costs more than the decision.
  private void run() {
    try {
      var batch = new ArrayDeque<T>(AT_ONCE);
      while (!ended && (!closing || !queue.isEmpty())) {
        if (take(batch) == 0) {
          Thread.sleep(terms.tick());
        } else {
          write(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      giveUp();
      outlet.close();
    }
  }

  private synchronized int take(Queue<T> batch) {
    int taken = ended ? 0 : queue.drainTo(batch, AT_ONCE);
    held += taken;
    return taken;
  }

  /// Room is given back once nobody holds the item any more: of what it has copied, an outlet holds
  /// little.
  private void write(Queue<T> batch) {
    while (!ended && !batch.isEmpty()) {
      T item = batch.remove();
      settle(outlet.write(item));
      waiting.addAndGet(-size.applyAsInt(item));
    }
    if (!ended && queue.isEmpty()) {
      settle(outlet.flush());
    }
  }

  private synchronized void settle(Outlet.Settled settled) {
    if (!ended) {
      held -= settled.written() + settled.lost();
      drops.add(Drops.Cause.Sink, settled.lost());
    }
  }
}
