// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/// A change of one object.
public sealed interface Edit {

  /// The mapping or the list that is changed: names, and positions in lists.
  List<String> at();

  /// The same change of what the object is a part of.
  Edit below(List<String> path);

  /// Takes a member out, or the item at a position. It must be there.
  record Remove(List<String> at, String key) implements Edit {
    public Remove {
      at = List.copyOf(at);
    }

    @Override
    public Edit below(List<String> path) {
      return new Remove(joined(path, at), key);
    }
  }

  /// Puts another value where one stands.
  record Replace(List<String> at, String key, JsonNode value) implements Edit {
    public Replace {
      at = List.copyOf(at);
    }

    @Override
    public Edit below(List<String> path) {
      return new Replace(joined(path, at), key, value);
    }
  }

  /// Gives a mapping a member that it has not, as its last.
  record Add(List<String> at, String key, JsonNode value) implements Edit {
    public Add {
      at = List.copyOf(at);
    }

    @Override
    public Edit below(List<String> path) {
      return new Add(joined(path, at), key, value);
    }
  }

  /// Puts another item at the end of a list.
  record Append(List<String> at, JsonNode value) implements Edit {
    public Append {
      at = List.copyOf(at);
    }

    @Override
    public Edit below(List<String> path) {
      return new Append(joined(path, at), value);
    }
  }

  private static List<String> joined(List<String> path, List<String> at) {
    return Stream.concat(path.stream(), at.stream()).toList();
  }
}
