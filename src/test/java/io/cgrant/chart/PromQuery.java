// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// An expression in PromQL, as far as it names metrics and labels.
///
/// @param selectors each metric with what its labels are compared with
/// @param groups the labels after `by` and the like; empty where nothing is grouped
record PromQuery(List<Selector> selectors, Set<String> groups) {

  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUP =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");

  /// A name that is no call of a function and no number's unit.
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w.$])([a-zA-Z_:][\\w:]*)(?![\\w:]*\\s*\\()(?:\\{([^}]*)})?");

  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring");

  record Selector(String metric, List<Matcher> matchers) {}

  record Matcher(String label, String operator, String value) {
    boolean accepts(String candidate) {
      return operator.endsWith("~") ? candidate.matches(value) : candidate.equals(value);
    }
  }

  static PromQuery of(String expression) {
    var groups = new TreeSet<String>();
    GROUP
        .matcher(expression)
        .results()
        .flatMap(found -> List.of(found.group(1).split(",")).stream())
        .map(String::strip)
        .forEach(groups::add);
    String rest = GROUP.matcher(expression).replaceAll(" ");
    var selectors = new ArrayList<Selector>();
    // Texts may hold anything; brackets of a range only a duration.
    var found =
        METRIC.matcher(
            RANGE.matcher(blanked(rest)).replaceAll(range -> " ".repeat(range.group().length())));
    while (found.find()) {
      if (!WORDS.contains(found.group(1))) {
        String inner = found.group(2) == null ? "" : rest.substring(found.start(2), found.end(2));
        selectors.add(new Selector(found.group(1), matchers(inner)));
      }
    }
    return new PromQuery(selectors, groups);
  }

  /// As long as before, with nothing in its texts.
  private static String blanked(String expression) {
    return TEXT.matcher(expression)
        .replaceAll(text -> "\"" + "-".repeat(text.group().length() - 2) + "\"");
  }

  private static List<Matcher> matchers(String inner) {
    return MATCHER
        .matcher(inner)
        .results()
        .map(found -> new Matcher(found.group(1), found.group(2), found.group(3)))
        .toList();
  }
}
