// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

/// Where a [Backlog] goes. What it does not take it counts. For one thread, which may be held.
public interface Outlet<T> extends AutoCloseable {

  /// May keep it until [#flush].
  void write(T item);

  /// Nothing else waits now.
  void flush();

  /// Nothing else will come.
  @Override
  void close();
}
