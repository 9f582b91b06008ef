// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import io.cgrant.explain.Explanation;
import io.cgrant.manifest.Workload;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Extent;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.Point;
import io.cgrant.policy.Snapshot;
import io.cgrant.policy.SnapshotSource;
import io.cgrant.policy.Transcript;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Decides as the webhook would, on what this replica knows, and keeps what is said. What only the
/// API server can tell is asked, of every policy that wants to know.
final class Explainer {

  /// Of one object. What is asked beyond stays unknown, and is shown so.
  private static final int MOST_INQUIRIES = 20;

  /// Of one requirement. More of the same kind teach nobody more.
  static final int MOST_FINDINGS = 20;

  /// Of one object. In memory it takes some three times as many bytes.
  static final int MOST_CHARACTERS = 512 * 1024;

  private final SnapshotSource snapshots;
  private final Supplier<Duration> age;

  /// @param age how long ago what decisions rest on was last known to be true
  Explainer(SnapshotSource snapshots, Supplier<Duration> age) {
    this.snapshots = snapshots;
    this.age = age;
  }

  Duration age() {
    return age.get();
  }

  /// How many policies an object is held against.
  int policies() {
    return snapshots.current("").policies().ordered().size();
  }

  /// Blocks, about until `end`, by `System.nanoTime`.
  Explanation explain(
      String source, Workload workload, String namespace, Ask.Requester requester, long end) {
    Ask ask = Explanation.ask(workload, namespace, requester);
    Snapshot snapshot = snapshots.refreshed(ask, left(end));
    Transcript transcript = Transcript.of(ask, snapshot, extent(end));
    Set<Inquiry> asked = new LinkedHashSet<>();
    List<Inquiry> open = open(transcript, asked);
    while (!open.isEmpty() && !left(end).isZero()) {
      for (Inquiry inquiry : open) {
        asked.add(inquiry);
        snapshot = snapshots.inquired(ask, snapshot, inquiry, left(end));
      }
      transcript = Transcript.of(ask, snapshot, extent(end));
      open = open(transcript, asked);
    }
    return Explanation.told(source, ask, transcript, snapshot, age.get());
  }

  private static List<Inquiry> open(Transcript transcript, Set<Inquiry> asked) {
    return transcript.hearing().stream()
        .flatMap(heard -> heard.accounts().stream())
        .flatMap(account -> account.standing().stream())
        .flatMap(
            point ->
                point.requirement() instanceof Point.OfUnasked(var inquiry)
                    ? Stream.of(inquiry)
                    : Stream.empty())
        .filter(inquiry -> !asked.contains(inquiry))
        .limit(Math.max(0, MOST_INQUIRIES - asked.size()))
        .toList();
  }

  /// Leaves half of the time for what the API server is asked, and for telling of that.
  private static Extent extent(long end) {
    long enough = end - left(end).toNanos() / 2;
    return new Extent(MOST_FINDINGS, MOST_CHARACTERS, () -> System.nanoTime() - enough > 0);
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
