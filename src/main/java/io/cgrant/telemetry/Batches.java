// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import io.cgrant.outlet.Outlet.Settled;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// What is sent together. For one thread, which waits until it was taken: what was not taken in
/// time is lost and counted, whatever the reason, which OpenTelemetry writes to the log.
final class Batches<T> {

  private static final Logger LOG = Logger.getLogger(Batches.class);

  /// Longer than a request may take with all its tries: it is the exporter that gives up.
  private static final Duration LONGEST = Exporters.LONGEST.plusSeconds(2);

  private static final int MOST = 512;
  private static final int MOST_BYTES = 1 << 20;

  private final Function<Collection<T>, CompletableResultCode> export;
  private List<T> batch = new ArrayList<>();
  private long bytes;

  Batches(Function<Collection<T>, CompletableResultCode> export) {
    this.export = export;
  }

  Settled add(T item, int size) {
    boolean isFull = batch.size() == MOST || (!batch.isEmpty() && bytes + size > MOST_BYTES);
    Settled before = isFull ? send() : Settled.NONE;
    batch.add(item);
    bytes += size;
    return before;
  }

  Settled send() {
    if (batch.isEmpty()) {
      return Settled.NONE;
    }
    // A new list: who did not answer in time may still hold the old one.
    List<T> sent = batch;
    batch = new ArrayList<>();
    bytes = 0;
    return isTaken(sent) ? new Settled(sent.size(), 0) : new Settled(0, sent.size());
  }

  private boolean isTaken(List<T> sent) {
    try {
      return export.apply(sent).join(LONGEST.toMillis(), TimeUnit.MILLISECONDS).isSuccess();
    } catch (RuntimeException e) {
      LOG.warnf("a collector was not sent %d items: %s", sent.size(), e.toString());
      return false;
    }
  }
}
