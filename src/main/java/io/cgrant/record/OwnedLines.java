// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.record;

import io.cgrant.outlet.Outlet;
import io.cgrant.ownership.TopOwners;
import java.time.InstantSource;

/// Adds to a line who controls the controller of its pod. The pod does not say it, and here nobody
/// waits for the API server's answer but the lines.
public final class OwnedLines implements Outlet<Line> {

  private final Outlet<Line> behind;
  private final TopOwners owners;
  private final InstantSource clock;

  public OwnedLines(Outlet<Line> behind, TopOwners owners, InstantSource clock) {
    this.behind = behind;
    this.owners = owners;
    this.clock = clock;
  }

  @Override
  public Settled write(Line line) {
    return behind.write(
        line.controller()
            .flatMap(owner -> owners.above(line.namespace(), owner, clock.instant()))
            .map(line::under)
            .orElse(line));
  }

  @Override
  public Settled flush() {
    return behind.flush();
  }

  @Override
  public void close() {
    behind.close();
  }
}
