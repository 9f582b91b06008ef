// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.cgrant.file.JsonText;
import io.cgrant.file.YamlText;
import java.io.PrintWriter;

/// The values of `--output`, named as people type them.
public enum ExplanationFormat {
  tree,
  wide,
  json,
  yaml;

  /// @param explanations as `docs/reference/explanation.md` describes them
  public void print(ArrayNode explanations, PrintWriter out) {
    switch (this) {
      case tree -> explanations.forEach(TreeText.to(out)::print);
      case wide -> explanations.forEach(TreeText.wideTo(out)::print);
      case json -> out.println(JsonText.pretty(explanations));
      case yaml -> out.print(YamlText.of(explanations));
    }
    out.flush();
  }
}
