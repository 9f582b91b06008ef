// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PairTest {

  /// As nodes of both kinds have shown it: the page has what was seen there.
  @Test
  void theProductSaysWhatNodesShow() {
    List<List<String>> table =
        CompatibilityPage.read()
            .lines()
            .dropWhile(line -> !line.startsWith("| Runtime and user |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(PairTest::cells)
            .toList();
    List<Node.Kind> kinds = table.getFirst().stream().skip(1).map(PairTest::kind).toList();
    assertTrue(kinds.containsAll(List.of(Node.Kind.values())), kinds::toString);
    for (int i = 0; i < kinds.size(); i++) {
      int column = i + 1;
      assertEquals(
          Pair.of(kinds.get(i)).stream().map(PairTest::said).toList(),
          table.stream().skip(2).map(row -> row.getFirst() + ": " + row.get(column)).toList(),
          table.getFirst().get(column));
    }
  }

  private static List<String> cells(String row) {
    return Stream.of(row.split("\\|")).skip(1).map(String::strip).toList();
  }

  private static Node.Kind kind(String title) {
    return title.endsWith(", machine") ? Node.Kind.Machine : Node.Kind.Namespaces;
  }

  private static String said(Pair pair) {
    return pair.name() + ": " + (pair.grant() == Pair.Grant.Works ? "works" : "void");
  }
}
