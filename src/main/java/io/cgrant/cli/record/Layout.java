// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/// How things of one sort are shown, one in a line of a table or as a whole.
///
/// @param whole for machines
public record Layout<T>(Table<T> narrow, Table<T> wide, Function<T, JsonNode> whole) {

  /// @param row a format of as many texts as there are headings
  public record Table<T>(String row, List<String> headings, Function<T, List<Object>> cells) {

    public Table {
      headings = List.copyOf(headings);
    }

    String head() {
      return row.formatted(headings.toArray());
    }

    String line(T one) {
      return row.formatted(cells.apply(one).toArray());
    }
  }
}
