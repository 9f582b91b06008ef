// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// How long it is since every watch was last known to be alive.
///
/// A watch is alive when it has just delivered an event or a bookmark, or when it is connected
/// while the API server answers a small read: so a quiet cluster does not look old.
/// A connection can be dead at the other end without anybody telling us. The API server sends a
/// bookmark about every minute; a watch that has shown it gets them and then falls silent for
/// longer is not believed any more.
final class Freshness {

  static final Duration STALE_AFTER = Duration.ofSeconds(30);
  static final Duration SILENT_AFTER = Duration.ofMinutes(4);

  private static final Logger LOG = Logger.getLogger(Freshness.class);

  private final InstantSource stopwatch;
  private final BooleanSupplier apiServerAnswers;
  private final List<Pulse> pulses = new ArrayList<>();
  private volatile Instant alive;
  private boolean reportedStale;

  /// One watch, as its informer shows it.
  ///
  /// @param resourceVersion of the newest event or bookmark; empty before the first
  /// @param changes how many changes it has delivered
  record Watch(BooleanSupplier connected, Supplier<String> resourceVersion, LongSupplier changes) {}

  /// @param apiServerAnswers one small read, blocking
  Freshness(InstantSource stopwatch, BooleanSupplier apiServerAnswers, List<Watch> watches) {
    this.stopwatch = stopwatch;
    this.apiServerAnswers = apiServerAnswers;
    this.alive = stopwatch.instant();
    watches.forEach(watch -> pulses.add(new Pulse(watch, alive)));
  }

  Duration age() {
    return Duration.between(alive, stopwatch.instant());
  }

  boolean isStale() {
    return isStale(age());
  }

  static boolean isStale(Duration age) {
    return age.compareTo(STALE_AFTER) > 0;
  }

  /// Looks at every watch. To be called every few seconds, by one thread at a time.
  void observe() {
    boolean answers = apiServerAnswers.getAsBoolean();
    Instant now = stopwatch.instant();
    Instant oldest = now;
    for (Pulse pulse : pulses) {
      Instant last = pulse.feel(now, answers);
      oldest = last.isBefore(oldest) ? last : oldest;
    }
    Duration before = Duration.between(alive, now);
    alive = oldest;
    report(before);
  }

  private void report(Duration before) {
    if (isStale() && !reportedStale) {
      reportedStale = true;
      LOG.warnf(
          "the cluster could not be watched for %d s; cgrant decides by what it knew before, and"
              + " refuses pods that ask where it knows nothing yet",
          age().toSeconds());
    } else if (!isStale() && reportedStale) {
      reportedStale = false;
      LOG.infof("what cgrant knows of the cluster is fresh again, after %d s", before.toSeconds());
    }
  }

  private static final class Pulse {
    private final Watch watch;
    private String resourceVersion = "";
    private long changes;
    private boolean connected;
    private boolean getsBookmarks;
    private Instant heard;
    private Instant alive;

    Pulse(Watch watch, Instant start) {
      this.watch = watch;
      this.heard = start;
      this.alive = start;
    }

    Instant feel(Instant now, boolean apiServerAnswers) {
      boolean isConnected = watch.connected().getAsBoolean();
      long changesNow = watch.changes().getAsLong();
      String versionNow = watch.resourceVersion().get();
      boolean moved = !versionNow.equals(resourceVersion);
      if (moved && !resourceVersion.isEmpty() && changesNow == changes) {
        getsBookmarks = true;
      }
      if (moved || (isConnected && !connected)) {
        heard = now;
      }
      connected = isConnected;
      changes = changesNow;
      resourceVersion = versionNow;
      boolean believed =
          !getsBookmarks || Duration.between(heard, now).compareTo(SILENT_AFTER) <= 0;
      if (moved || (isConnected && apiServerAnswers && believed)) {
        alive = now;
      }
      return alive;
    }
  }
}
