// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Bends a pod in place: any node of its tree, in ways that are likely to matter.
final class Bender {

  private static final int MOST_BENDS = 4;

  private final RandomGenerator random;
  private final Dictionary dictionary;

  Bender(RandomGenerator random, Dictionary dictionary) {
    this.random = random;
    this.dictionary = dictionary;
  }

  Tree.Obj bent(Tree.Obj seed) {
    var pod = (Tree.Obj) seed.copy();
    int bends = 1 + random.nextInt(MOST_BENDS);
    for (int i = 0; i < bends; i++) {
      bend(pod);
    }
    return pod;
  }

  private void bend(Tree.Obj pod) {
    if (random.nextInt(4) != 0) {
      dictionary.place(pod, random);
      return;
    }
    Slot slot = pick(slots(pod));
    switch (random.nextInt(8)) {
      case 0 -> slot.remove();
      case 1 -> slot.replace(retyped(slot.value()));
      case 2 -> slot.replace(dictionary.value(random));
      case 3 -> slot.twice(slot.value().copy());
      case 4 -> slot.twice(dictionary.value(random));
      case 5 -> slot.rename(name(slot.key()));
      case 6 -> move(pod, slot);
      default -> slot.replace(pick(slots(pod)).value().copy());
    }
  }

  /// To anywhere else, also to where it makes no sense.
  private void move(Tree.Obj pod, Slot from) {
    Tree moved = from.value().copy();
    String key = from.key();
    from.remove();
    List<Slot> left = slots(pod);
    if (left.isEmpty()) {
      return;
    }
    switch (pick(left).value()) {
      case Tree.Obj(var members) -> members.add(new Tree.Member(key, moved));
      case Tree.Arr(var items) -> items.add(moved);
      default -> pick(left).replace(moved);
    }
  }

  private String name(String key) {
    return switch (random.nextInt(6)) {
      case 0 -> key.toUpperCase(java.util.Locale.ROOT);
      case 1 -> key + " ";
      case 2 -> key.replace('a', '\u0430').replace('e', '\u0435');
      case 3 -> key + "\u200b";
      default -> dictionary.key(random);
    };
  }

  private Tree retyped(Tree value) {
    Tree text = new Tree.Text(value instanceof Tree.Text(var t) ? t : value.json());
    var members = new ArrayList<Tree.Member>();
    members.add(new Tree.Member("type", value.copy()));
    return switch (random.nextInt(8)) {
      case 0 -> new Tree.Null();
      case 1 -> new Tree.Bool(random.nextBoolean());
      case 2 -> new Tree.Num(Integer.toString(random.nextInt(-2, 3)));
      case 3 -> text;
      case 4 -> new Tree.Arr(new ArrayList<>(List.of(value.copy())));
      case 5 -> new Tree.Obj(members);
      case 6 -> new Tree.Arr(new ArrayList<>());
      default -> new Tree.Obj(new ArrayList<>());
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /// Every place in a tree that holds a value.
  static List<Slot> slots(Tree tree) {
    var found = new ArrayList<Slot>();
    collect(tree, found);
    return found.isEmpty() ? List.of(new Slot(new Tree.Obj(new ArrayList<>()), 0)) : found;
  }

  private static void collect(Tree tree, List<Slot> found) {
    switch (tree) {
      case Tree.Obj(var members) -> {
        for (int i = 0; i < members.size(); i++) {
          found.add(new Slot(tree, i));
          collect(members.get(i).value(), found);
        }
      }
      case Tree.Arr(var items) -> {
        for (int i = 0; i < items.size(); i++) {
          found.add(new Slot(tree, i));
          collect(items.get(i), found);
        }
      }
      default -> {}
    }
  }

  /// One place: a member of an object or an item of a list. An index beyond the end is no place,
  /// and nothing happens there.
  record Slot(Tree parent, int index) {

    Tree value() {
      return switch (parent) {
        case Tree.Obj(var members) when index < members.size() -> members.get(index).value();
        case Tree.Arr(var items) when index < items.size() -> items.get(index);
        default -> new Tree.Null();
      };
    }

    String key() {
      return parent instanceof Tree.Obj(var members) && index < members.size()
          ? members.get(index).key()
          : "name";
    }

    void remove() {
      switch (parent) {
        case Tree.Obj(var members) when index < members.size() -> members.remove(index);
        case Tree.Arr(var items) when index < items.size() -> items.remove(index);
        default -> {}
      }
    }

    void replace(Tree value) {
      switch (parent) {
        case Tree.Obj(var members) when index < members.size() ->
            members.set(index, new Tree.Member(members.get(index).key(), value));
        case Tree.Arr(var items) when index < items.size() -> items.set(index, value);
        default -> {}
      }
    }

    void rename(String key) {
      if (parent instanceof Tree.Obj(var members) && index < members.size()) {
        members.set(index, new Tree.Member(key, members.get(index).value()));
      }
    }

    /// The same key, or one more item.
    void twice(Tree value) {
      switch (parent) {
        case Tree.Obj(var members) when index < members.size() ->
            members.add(new Tree.Member(members.get(index).key(), value));
        case Tree.Arr(var items) -> items.add(value);
        default -> {}
      }
    }
  }
}
