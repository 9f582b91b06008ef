// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The keys met so far in each object that is still open.
///
/// Most objects of a pod have a handful of keys, for which a look along an array of hash codes
/// beats a hash set; a hostile object with many keys gets a set, so that reading stays linear.
final class KeysSeen {

  private static final int FEW = 32;

  private String[] keys = new String[64];
  private int[] hashes = new int[64];
  private int[] starts = new int[16];
  private Set<?>[] sets = new Set<?>[16];
  private int depth = -1;
  private int end;

  void enter() {
    depth++;
    if (depth == starts.length) {
      starts = Arrays.copyOf(starts, depth * 2);
      sets = Arrays.copyOf(sets, depth * 2);
    }
    starts[depth] = end;
  }

  void leave() {
    end = starts[depth];
    sets[depth] = null;
    depth--;
  }

  /// False when the object entered last already had this key.
  boolean add(String key) {
    if (sets[depth] != null) {
      return set().add(key);
    }
    int hash = key.hashCode();
    for (int i = starts[depth]; i < end; i++) {
      if (hashes[i] == hash && keys[i].equals(key)) {
        return false;
      }
    }
    if (end - starts[depth] == FEW) {
      sets[depth] = new HashSet<>(Arrays.asList(keys).subList(starts[depth], end));
      return set().add(key);
    }
    if (end == keys.length) {
      keys = Arrays.copyOf(keys, end * 2);
      hashes = Arrays.copyOf(hashes, end * 2);
    }
    keys[end] = key;
    hashes[end] = hash;
    end++;
    return true;
  }

  @SuppressWarnings("unchecked")
  private Set<String> set() {
    return (Set<String>) sets[depth];
  }
}
