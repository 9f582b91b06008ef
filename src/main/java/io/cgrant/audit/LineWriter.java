// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Writes lines to a sink, many small ones at once and a large one without a copy of it. What the
/// sink does not take is lost and counted. For one thread.
final class LineWriter implements Outlet<Line> {

  private static final Logger LOG = Logger.getLogger(LineWriter.class);
  private static final int SIZE = 64 << 10;
  private static final Duration COMPLAINT_REFILL = Duration.ofMinutes(1);

  private final OutputStream sink;
  private final Drops drops;
  private final InstantSource clock;
  private final Allowance complaint;
  private final byte[] buffer = new byte[SIZE];
  private int used;
  private int lines;

  LineWriter(OutputStream sink, Drops drops, InstantSource clock) {
    this.sink = sink;
    this.drops = drops;
    this.clock = clock;
    this.complaint = new Allowance(1, COMPLAINT_REFILL, clock.instant());
  }

  @Override
  public void write(Line line) {
    write(line.json());
  }

  private void write(byte[] line) {
    if (line.length > SIZE - used) {
      pour();
    }
    lines++;
    if (line.length <= SIZE) {
      System.arraycopy(line, 0, buffer, used, line.length);
      used += line.length;
    } else {
      give(line, line.length);
    }
  }

  @Override
  public void flush() {
    pour();
    try {
      sink.flush();
    } catch (IOException e) {
      complain(e);
    }
  }

  /// The sink belongs to who opened it.
  @Override
  public void close() {
    flush();
  }

  private void pour() {
    if (used > 0) {
      give(buffer, used);
      used = 0;
    }
  }

  private void give(byte[] bytes, int length) {
    try {
      sink.write(bytes, 0, length);
    } catch (IOException e) {
      drops.add(Drops.Cause.Sink, lines);
      complain(e);
    }
    lines = 0;
  }

  private void complain(IOException e) {
    if (complaint.take(clock.instant())) {
      LOG.warnf("decisions were not logged, and others may not be: %s", e.getMessage());
    }
  }
}
