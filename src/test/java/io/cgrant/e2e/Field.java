// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// A place in an object, written as findings write it:
/// `spec.containers[0].image`, `metadata.annotations[cgrant.io/granted-by]`.
final class Field {

  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]+)\\]");
  private static final Pattern INDEX = Pattern.compile("\\d+");

  private Field() {}

  /// Empty where there is nothing.
  static String text(JsonNode object, String path) {
    JsonNode at = object;
    var steps = STEP.matcher(path);
    while (steps.find()) {
      String name = steps.group(1) == null ? steps.group(2) : steps.group(1);
      at =
          at.isArray() && INDEX.matcher(name).matches()
              ? at.path(Integer.parseInt(name))
              : at.path(name);
    }
    return at.isValueNode() ? at.asText() : at.toString();
  }
}
