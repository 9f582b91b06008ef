// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.outlet;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How many records were not written, by cause. Safe for many threads.
public final class Drops {

  public enum Cause {
    /// They came faster than they could be worked off.
    QueueFull,
    /// They were more than one object, one namespace, or all together, may write.
    TooMany,
    /// Their namespace is going or gone.
    NamespaceTerminating,
    /// The API server did not take them.
    ApiServer,
    /// What they are written to, or sent to, did not take them.
    Sink,
    /// They came while cgrant was ending.
    Closed
  }

  private final Map<Cause, LongAdder> counts = new EnumMap<>(Cause.class);

  public Drops() {
    for (Cause cause : Cause.values()) {
      counts.put(cause, new LongAdder());
    }
  }

  public void add(Cause cause) {
    add(cause, 1);
  }

  public void add(Cause cause, long count) {
    counts.get(cause).add(count);
  }

  public long count(Cause cause) {
    return counts.get(cause).sum();
  }
}
