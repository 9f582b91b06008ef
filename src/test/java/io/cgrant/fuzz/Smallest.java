// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.List;
import java.util.function.Predicate;

/// The smallest tree that still shows something: whatever can go, goes.
final class Smallest {

  private Smallest() {}

  static Tree.Obj of(Tree.Obj tree, Predicate<Tree.Obj> shows) {
    var smallest = (Tree.Obj) tree.copy();
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      int places = Bender.slots(smallest).size();
      for (int i = places - 1; i >= 0; i--) {
        var candidate = (Tree.Obj) smallest.copy();
        List<Bender.Slot> slots = Bender.slots(candidate);
        if (i >= slots.size()) {
          continue;
        }
        slots.get(i).remove();
        if (shows.test(candidate)) {
          smallest = candidate;
          smaller = true;
        }
      }
    }
    return smallest;
  }
}
