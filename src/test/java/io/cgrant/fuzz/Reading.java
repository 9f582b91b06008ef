// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a tree as the types of `core/v1` say, and keeps what did not fit.
///
/// `null` and a missing key are the same, as they are for Go. A value of another type than the
/// field's is `malformed`: an API server never sends it, so nothing may come of it but an error.
/// What Go turns into an empty value (a `null` in a list or a map) is `odd`: reading it as that or
/// calling it unreadable are both fair.
final class Reading {

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  final List<String> malformed = new ArrayList<>();
  final List<String> odd = new ArrayList<>();

  Optional<Tree.Obj> object(Tree.Obj parent, String key) {
    return asObject(parent.get(key), key);
  }

  Optional<Tree.Obj> asObject(Tree tree, String where) {
    return switch (tree) {
      case Tree.Obj found -> Optional.of(found);
      case Tree.Null none -> Optional.empty();
      default -> bad(where);
    };
  }

  Optional<String> text(Tree.Obj parent, String key) {
    return switch (parent.get(key)) {
      case Tree.Text(var value) -> Optional.of(value);
      case Tree.Null none -> Optional.empty();
      default -> bad(key);
    };
  }

  Optional<Boolean> flag(Tree.Obj parent, String key) {
    return switch (parent.get(key)) {
      case Tree.Bool(var value) -> Optional.of(value);
      case Tree.Null none -> Optional.empty();
      default -> bad(key);
    };
  }

  boolean isTrue(Tree.Obj parent, String key) {
    return flag(parent, key).orElse(false);
  }

  /// A whole number. Go refuses `1.0` and `1e2` for one, which is why they are odd here.
  Optional<Long> whole(Tree.Obj parent, String key) {
    return switch (parent.get(key)) {
      case Tree.Num(var written) when WHOLE.matcher(written).matches() ->
          Optional.of(Long.parseLong(written));
      case Tree.Num(var written) -> {
        odd.add(key + " " + written);
        yield Optional.of(1L);
      }
      case Tree.Null none -> Optional.empty();
      default -> bad(key);
    };
  }

  List<Tree> list(Tree.Obj parent, String key) {
    return switch (parent.get(key)) {
      case Tree.Arr(var items) -> items;
      case Tree.Null none -> List.of();
      default -> {
        malformed.add(key);
        yield List.of();
      }
    };
  }

  /// A list that a reader may look at or pass over: of another type, either is fair.
  void onlyItsType(Tree.Obj parent, String key) {
    Tree written = parent.get(key);
    if (!(written instanceof Tree.Arr) && !(written instanceof Tree.Null)) {
      odd.add(key);
    }
  }

  /// The objects of a list. A `null` among them is what Go reads as an empty one.
  List<Tree.Obj> objects(Tree.Obj parent, String key) {
    var found = new ArrayList<Tree.Obj>();
    for (Tree item : list(parent, key)) {
      if (item instanceof Tree.Null) {
        odd.add(key + "[] null");
        found.add(new Tree.Obj(List.of()));
        continue;
      }
      asObject(item, key + "[]").ifPresent(found::add);
    }
    return found;
  }

  List<String> texts(Tree.Obj parent, String key) {
    var found = new ArrayList<String>();
    for (Tree item : list(parent, key)) {
      found.add(word(item, key));
    }
    return found;
  }

  Map<String, String> words(Tree.Obj parent, String key) {
    var found = new LinkedHashMap<String, String>();
    object(parent, key)
        .ifPresent(o -> o.members().forEach(m -> found.put(m.key(), word(m.value(), key))));
    return found;
  }

  private String word(Tree tree, String where) {
    return switch (tree) {
      case Tree.Text(var value) -> value;
      case Tree.Null none -> {
        odd.add(where + " null");
        yield "";
      }
      default -> {
        malformed.add(where);
        yield "";
      }
    };
  }

  /// An amount of a resource, which JSON may write as text or as a number.
  Optional<Amount> amount(Tree.Obj parent, String key) {
    return switch (parent.get(key)) {
      case Tree.Text(var written) -> amount(written, key);
      case Tree.Num(var written) -> amount(written, key);
      case Tree.Null none -> {
        if (parent.has(key)) {
          odd.add(key + " null");
        }
        yield Optional.empty();
      }
      default -> bad(key);
    };
  }

  private Optional<Amount> amount(String written, String where) {
    Optional<Amount> read = Amount.of(written);
    if (read.isEmpty()) {
      malformed.add(where + " " + written);
    }
    return read;
  }

  private <T> Optional<T> bad(String where) {
    malformed.add(where);
    return Optional.empty();
  }
}
