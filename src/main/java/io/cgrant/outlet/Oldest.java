// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.outlet;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets what was used longest ago.
public final class Oldest<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private final int most;

  /// @param most how many it keeps
  public Oldest(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
