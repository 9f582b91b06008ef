// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.outlet;

/// Where a [Backlog] goes. For one thread, which may be held.
public interface Outlet<T> {

  /// May keep it until [#flush].
  Settled write(T item);

  /// Nothing else waits now.
  Settled flush();

  /// Nothing else will come, and nothing is to be written any more.
  void close();

  /// What became of those that it had: these it has no longer.
  ///
  /// @param written how many were taken by whoever is behind
  /// @param lost how many were not
  record Settled(int written, int lost) {
    public static final Settled NONE = new Settled(0, 0);

    public Settled and(Settled other) {
      return new Settled(written + other.written, lost + other.lost);
    }
  }
}
