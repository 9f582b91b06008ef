// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the chart makes of values: its objects, in the order in which Helm applies them.
public record Rendered(String text, List<Part> parts) {

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\n");
  private static final Pattern SOURCE =
      Pattern.compile("# Source: cgrant/templates/([^\n]+)\n(.*)", Pattern.DOTALL);

  /// @param template the file it comes from, below `templates/`
  /// @param text its YAML, with its comments
  public record Part(String template, String text, JsonNode object) {}

  static Rendered of(String text) {
    var parts = new ArrayList<Part>();
    for (String document : SEPARATOR.split(text)) {
      var source = SOURCE.matcher(document);
      if (source.matches() && !Chart.yaml(source.group(2)).isNull()) {
        parts.add(new Part(source.group(1), source.group(2), Chart.yaml(source.group(2))));
      }
    }
    return new Rendered(text, List.copyOf(parts));
  }

  public List<JsonNode> objects() {
    return parts.stream().map(Part::object).toList();
  }

  List<JsonNode> from(String template) {
    return parts.stream().filter(p -> p.template().equals(template)).map(Part::object).toList();
  }

  /// The one object that a template makes.
  public JsonNode only(String template) {
    List<JsonNode> objects = from(template);
    if (objects.size() != 1) {
      throw new AssertionError(template + " makes " + objects.size() + " objects in:\n" + text);
    }
    return objects.getFirst();
  }
}
