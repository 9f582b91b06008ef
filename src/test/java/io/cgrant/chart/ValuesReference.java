// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What `values.yaml` says of its keys: each has a comment before it, which begins a row.
final class ValuesReference {

  private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");

  /// @param path as `image.tag`
  /// @param meaning what the comment says, on one line
  record Key(String path, String fallback, String meaning) {}

  private ValuesReference() {}

  static List<Key> keys() {
    return keys(Chart.text(Chart.VALUES));
  }

  static List<Key> keys(String text) {
    JsonNode defaults = Chart.yaml(text);
    var keys = new ArrayList<Key>();
    var comment = new StringBuilder();
    var parents = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      var said = COMMENT.matcher(line);
      var key = KEY.matcher(line);
      if (said.matches()) {
        comment.append(comment.isEmpty() ? "" : " ").append(said.group(1));
        continue;
      }
      if (key.matches()) {
        int depth = key.group(1).length() / 2;
        parents.subList(Math.min(depth, parents.size()), parents.size()).clear();
        parents.add(key.group(2));
        if (!comment.isEmpty()) {
          String path = String.join(".", parents);
          keys.add(new Key(path, fallback(defaults, path), comment.toString()));
        }
      }
      comment.setLength(0);
    }
    return keys;
  }

  private static String fallback(JsonNode defaults, String path) {
    return defaults.at("/" + path.replace('.', '/')).toString();
  }
}
