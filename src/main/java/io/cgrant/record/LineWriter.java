// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.outlet.Allowance;
import io.cgrant.outlet.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Writes lines to a sink, many small ones at once and a large one without a copy of it. What the
/// sink does not take is lost and counted. For one thread.
final class LineWriter implements Outlet<Line> {

  private static final Logger LOG = Logger.getLogger(LineWriter.class);

  /// A pipe, which holds 64 KiB, takes such pieces twice as fast as one that fills it.
  private static final int SIZE = 8 << 10;
  private static final Duration COMPLAINT_REFILL = Duration.ofMinutes(1);

  private final OutputStream sink;
  private final InstantSource clock;
  private final Allowance complaint;
  private final byte[] buffer = new byte[SIZE];
  private int used;
  private int lines;

  LineWriter(OutputStream sink, InstantSource clock) {
    this.sink = sink;
    this.clock = clock;
    this.complaint = new Allowance(1, COMPLAINT_REFILL, clock.instant());
  }

  @Override
  public Settled write(Line line) {
    return write(line.json());
  }

  private Settled write(byte[] line) {
    Settled before = line.length > SIZE - used ? pour() : Settled.NONE;
    lines++;
    if (line.length > SIZE) {
      return before.and(give(line, line.length));
    }
    System.arraycopy(line, 0, buffer, used, line.length);
    used += line.length;
    return before;
  }

  @Override
  public Settled flush() {
    Settled poured = pour();
    try {
      sink.flush();
    } catch (IOException e) {
      complain(e);
    }
    return poured;
  }

  /// The sink belongs to who opened it.
  @Override
  public void close() {}

  private Settled pour() {
    if (used == 0) {
      return Settled.NONE;
    }
    int length = used;
    used = 0;
    return give(buffer, length);
  }

  private Settled give(byte[] bytes, int length) {
    int given = lines;
    lines = 0;
    try {
      sink.write(bytes, 0, length);
      return new Settled(given, 0);
    } catch (IOException e) {
      complain(e);
      return new Settled(0, given);
    }
  }

  private void complain(IOException e) {
    if (complaint.take(clock.instant())) {
      LOG.warnf("decisions were not logged, and others may not be: %s", e.getMessage());
    }
  }
}
