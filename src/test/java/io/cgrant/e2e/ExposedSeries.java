// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.metric.Buckets;
import io.cgrant.metric.Kind;
import io.cgrant.metric.Label;
import io.cgrant.metric.Metric;
import io.cgrant.metric.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The series of cgrant's own that one scrape has, laid beside what is declared.
record ExposedSeries(List<Series> all) {

  private static final Pattern LINE = Pattern.compile("(?m)^(cgrant_\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\",?");

  /// @param labels as `verdict="Granted"`, in order
  record Series(String name, Set<String> labels, double value) {}

  ExposedSeries(String text) {
    this(LINE.matcher(text).results().map(ExposedSeries::read).toList());
  }

  private static Series read(MatchResult line) {
    var labels = new TreeSet<String>();
    if (line.group(2) != null) {
      LABEL
          .matcher(line.group(2).replaceAll(",$", ""))
          .results()
          .forEach(l -> labels.add(l.group(1) + "=" + l.group(2)));
    }
    return new Series(line.group(1), labels, Double.parseDouble(line.group(3)));
  }

  /// What is exposed and not declared, and what is declared for these places and not exposed.
  List<String> contradictions(Set<Presence> here) {
    var expected = new TreeSet<String>();
    var open = new TreeSet<String>();
    for (Metric metric : Metric.values()) {
      if (here.contains(metric.declaration().presence())) {
        combinations(metric.declaration().labels()).forEach(l -> expected.addAll(names(metric, l)));
        metric.declaration().labels().stream()
            .filter(Label::isOpen)
            .forEach(l -> open.add(metric.exposed()));
      }
    }
    var found = new TreeSet<String>();
    all.stream().map(s -> s.name() + s.labels()).forEach(found::add);
    var contradictions = new ArrayList<String>();
    expected.stream()
        .filter(e -> !found.contains(e))
        .map("not exposed: "::concat)
        .forEach(contradictions::add);
    all.stream()
        .filter(s -> !expected.contains(s.name() + s.labels()) && !open.contains(s.name()))
        .map(s -> "not declared: " + s.name() + s.labels())
        .forEach(contradictions::add);
    return contradictions;
  }

  private static List<String> names(Metric metric, List<String> labels) {
    String name = metric.exposed();
    var names = new ArrayList<String>();
    if (metric.declaration().kind() != Kind.Histogram) {
      names.add(name + new TreeSet<>(labels));
      return names;
    }
    Stream.of("_sum", "_count", "_max").forEach(s -> names.add(name + s + new TreeSet<>(labels)));
    Stream.concat(Buckets.labels().stream(), Stream.of("+Inf"))
        .forEach(
            bucket -> {
              var with = new TreeSet<>(labels);
              with.add("le=" + bucket);
              names.add(name + "_bucket" + with);
            });
    return names;
  }

  private static List<List<String>> combinations(List<Label> labels) {
    List<List<String>> combinations = List.of(List.of());
    for (Label label : labels) {
      combinations =
          combinations.stream()
              .flatMap(
                  before ->
                      label.values().stream()
                          .map(
                              v ->
                                  Stream.concat(before.stream(), Stream.of(label.name() + "=" + v))
                                      .toList()))
              .toList();
    }
    return combinations;
  }

  Set<String> values(String label) {
    var values = new TreeSet<String>();
    for (Series series : all) {
      series.labels().stream()
          .filter(l -> l.startsWith(label + "="))
          .forEach(l -> values.add(l.substring(label.length() + 1)));
    }
    return values;
  }

  /// Of all series with this name and, if there is one behind it, this label.
  ///
  /// @param selector as `cgrant_rejected_requests_total{cause="Busy"}`
  double sum(String selector) {
    String name = selector.replaceFirst("\\{.*", "");
    var labels = new TreeSet<String>();
    LABEL.matcher(selector).results().forEach(l -> labels.add(l.group(1) + "=" + l.group(2)));
    List<Series> chosen =
        all.stream().filter(s -> s.name().equals(name) && s.labels().containsAll(labels)).toList();
    if (chosen.isEmpty()) {
      throw new AssertionError("nothing is called " + selector);
    }
    return chosen.stream().mapToDouble(Series::value).sum();
  }
}
