// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cgrant.admission.Printable;
import io.cgrant.cli.record.DecisionRecord.Aspect;
import io.cgrant.file.JsonText;
import io.cgrant.file.YamlText;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How many records say what about one of their aspects. One record can count several times, as
/// where it has two reasons.
public final class Counts {

  private final Aspect aspect;
  private final Map<String, Long> counts = new HashMap<>();

  public Counts(Aspect aspect) {
    this.aspect = aspect;
  }

  public void add(DecisionRecord record) {
    record.about(aspect).forEach(value -> counts.merge(value, 1L, Long::sum));
  }

  /// The most frequent first.
  public void print(RecordFormat format, int most, PrintWriter out) {
    List<Map.Entry<String, Long>> top =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .toList();
    switch (format) {
      case table, wide -> {
        out.println("%8s  %s".formatted("COUNT", aspect.name().toUpperCase(Locale.ROOT)));
        top.forEach(
            entry ->
                out.println("%8d  %s".formatted(entry.getValue(), Printable.of(entry.getKey()))));
      }
      case json -> out.println(JsonText.pretty(tree(top)));
      case yaml -> out.print(YamlText.of(tree(top)));
    }
  }

  private ArrayNode tree(List<Map.Entry<String, Long>> top) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    top.forEach(
        entry ->
            array.addObject().put(aspect.name(), entry.getKey()).put("count", entry.getValue()));
    return array;
  }
}
