// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.explain;

import io.cgrant.file.YamlText;
import java.io.PrintWriter;
import java.util.List;

/// The values of `--output`, named as people type them.
public enum ExplanationFormat {
  tree,
  json,
  yaml;

  public void print(List<Explanation> explanations, PrintWriter out) {
    switch (this) {
      case tree -> explanations.forEach(new TreeText(out)::print);
      case json -> out.println(Tree.of(explanations).toPrettyString());
      case yaml -> out.print(YamlText.of(Tree.of(explanations)));
    }
    out.flush();
  }
}
