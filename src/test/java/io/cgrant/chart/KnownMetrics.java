// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The metrics that an expression in PromQL may name: those of the reference, which a test holds
/// against the code, and a few of others.
final class KnownMetrics {

  private static final Pattern OURS = Pattern.compile("\\| `(cgrant_[a-z_]+)");
  private static final Pattern NAMED = Pattern.compile("\\b(?:cgrant|apiserver|jvm)_[a-z_]+");

  /// Of the API server and of the Java machine. A test on a real API server looks for the first.
  static final Set<String> OF_OTHERS =
      Set.of(
          "apiserver_admission_webhook_fail_open_count",
          "apiserver_admission_webhook_rejection_count",
          "jvm_memory_used_bytes");

  private KnownMetrics() {}

  /// What an expression names and nobody counts.
  static List<String> unknown(String expression) {
    var known = new TreeSet<>(OF_OTHERS);
    OURS.matcher(Chart.text(Path.of("docs/reference/configuration.md")))
        .results()
        .map(found -> found.group(1))
        .forEach(known::add);
    return NAMED
        .matcher(expression)
        .results()
        .map(found -> found.group().replaceFirst("(?<=seconds)_(count|sum|bucket)$", ""))
        .filter(name -> !known.contains(name))
        .toList();
  }
}
