// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The keys met so far in each object that is still open.
///
/// A key must be one object however often it comes, as the parser hands them out: most objects of
/// a pod have a handful, for which a look along an array for the same reference beats a hash set. A
/// hostile object with many keys gets a set, so that reading stays linear.
final class KeysSeen {

  private static final int FEW = 32;

  /// In all objects that have more than a few. Each is kept several times over, and so takes twenty
  /// times its length.
  private static final int MOST_IN_CROWDS = 20_000;

  private static final int LONG = 64;

  /// Of all long keys together. The parser keeps each in several forms at once.
  private static final int MOST_CHARACTERS = 256 * 1024;

  private String[] keys = new String[48];
  private int[] starts = new int[16];
  private Set<?>[] sets = new Set<?>[16];
  private int depth = -1;
  private int end;
  private int inCrowds;
  private int characters;

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
  @SuppressWarnings("ReferenceEquality")
  boolean add(String key) {
    characters += key.length() > LONG ? key.length() : 0;
    if (characters > MOST_CHARACTERS) {
      throw new Unreadable(
          "more than " + MOST_CHARACTERS + " characters of long keys; a pod that asks has fewer");
    }
    if (sets[depth] != null) {
      return addToCrowd(key);
    }
    int start = starts[depth];
    for (int i = start; i < end; i++) {
      if (keys[i] == key) {
        return false;
      }
    }
    if (end - start == FEW) {
      sets[depth] = new HashSet<>(Arrays.asList(keys).subList(start, end));
      return addToCrowd(key);
    }
    if (end == keys.length) {
      keys = Arrays.copyOf(keys, end * 2);
    }
    keys[end] = key;
    end++;
    return true;
  }

  private boolean addToCrowd(String key) {
    inCrowds++;
    if (inCrowds > MOST_IN_CROWDS) {
      throw new Unreadable(
          "more than " + MOST_IN_CROWDS + " keys in large objects; a pod that asks has fewer");
    }
    return set().add(key);
  }

  @SuppressWarnings("unchecked")
  private Set<String> set() {
    return (Set<String>) sets[depth];
  }
}
