// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import io.cgrant.metric.Buckets;
import io.cgrant.metric.Kind;
import io.cgrant.metric.Label;
import io.cgrant.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The metrics and labels that an expression in PromQL may name: those that cgrant declares, which
/// a real server is held against, and a few of others.
final class KnownMetrics {

  /// Of the API server and of the Java machine, with their labels. A test on a real API server
  /// looks for the first.
  static final Map<String, Set<String>> OF_OTHERS =
      Map.of(
          "apiserver_admission_webhook_fail_open_count", Set.of("name", "type"),
          "apiserver_admission_webhook_rejection_count",
              Set.of("name", "type", "operation", "error_type", "rejection_code"),
          "jvm_memory_used_bytes", Set.of("area", "id"));

  /// What a scrape of a pod writes beside what it finds.
  private static final Set<String> OF_THE_SCRAPE = Set.of("namespace", "pod", "job", "instance");

  private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

  private KnownMetrics() {}

  /// What an expression names and nobody exposes.
  ///
  /// @param shown a text with the labels of what comes out, as `{{cause}}`
  static List<String> mistakes(String expression, String shown) {
    Map<String, Map<String, List<String>>> known = known();
    PromQuery query = PromQuery.of(expression);
    var mistakes = new ArrayList<String>();
    if (query.selectors().isEmpty()) {
      mistakes.add("names no metric");
    }
    var visible = new TreeSet<>(query.groups());
    for (PromQuery.Selector selector : query.selectors()) {
      Map<String, List<String>> labels = known.get(selector.metric());
      if (labels == null) {
        mistakes.add("no metric " + selector.metric());
        continue;
      }
      query.groups().stream()
          .filter(group -> !labels.containsKey(group))
          .forEach(group -> mistakes.add(selector.metric() + " has no label " + group));
      selector.matchers().forEach(m -> mistakes.addAll(mistakes(selector.metric(), labels, m)));
      if (query.groups().isEmpty()) {
        visible.addAll(labels.keySet());
      }
    }
    SHOWN
        .matcher(shown)
        .results()
        .map(found -> found.group(1))
        .filter(label -> !visible.contains(label))
        .forEach(label -> mistakes.add("shows no label " + label));
    return mistakes;
  }

  private static List<String> mistakes(
      String metric, Map<String, List<String>> labels, PromQuery.Matcher matcher) {
    List<String> values = labels.get(matcher.label());
    if (values == null) {
      return List.of(metric + " has no label " + matcher.label());
    }
    return values.isEmpty() || values.stream().anyMatch(matcher::accepts)
        ? List.of()
        : List.of(metric + " has no " + matcher.label() + " like " + matcher.value());
  }

  /// Each metric's labels, and their values where they are known beforehand.
  private static Map<String, Map<String, List<String>>> known() {
    var known = new TreeMap<String, Map<String, List<String>>>();
    for (Metric metric : Metric.values()) {
      var labels = new TreeMap<String, List<String>>();
      metric.declaration().labels().forEach(l -> labels.put(l.name().name(), valuesOf(l)));
      names(metric).forEach(name -> known.put(name, labels));
      if (metric.declaration().kind() == Kind.Histogram) {
        var buckets = new TreeMap<String, List<String>>(labels);
        buckets.put("le", Buckets.labels());
        known.put(metric.exposed() + "_bucket", buckets);
      }
    }
    OF_OTHERS.forEach(
        (name, labels) -> {
          var open = new TreeMap<String, List<String>>();
          labels.forEach(label -> open.put(label, List.of()));
          known.put(name, open);
        });
    known.values().forEach(labels -> OF_THE_SCRAPE.forEach(l -> labels.put(l, List.of())));
    return known;
  }

  private static Stream<String> names(Metric metric) {
    return metric.declaration().kind() == Kind.Histogram
        ? Stream.of("_sum", "_count", "_max").map(metric.exposed()::concat)
        : Stream.of(metric.exposed());
  }

  private static List<String> valuesOf(Label label) {
    return label.isOpen() ? List.of() : label.values();
  }
}
