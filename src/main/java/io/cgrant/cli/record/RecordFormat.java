// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.record;

import io.cgrant.admission.Printable;
import io.cgrant.file.JsonText;
import io.cgrant.file.YamlText;
import java.io.PrintWriter;

/// The values of `--output`, named as people type them. Each shows one thing as soon as it is read,
/// so that a log can be followed and a list of any length costs no memory.
public enum RecordFormat {
  table,
  wide,
  json,
  yaml;

  public void begin(Layout<?> layout, PrintWriter out) {
    switch (this) {
      case table -> line(out, layout.narrow().head());
      case wide -> line(out, layout.wide().head());
      case json, yaml -> {}
    }
  }

  public <T> void print(Layout<T> layout, T one, PrintWriter out) {
    switch (this) {
      case table -> line(out, layout.narrow().line(one));
      case wide -> line(out, layout.wide().line(one));
      case json -> out.println(JsonText.of(layout.whole().apply(one)));
      case yaml -> {
        out.println("---");
        out.print(YamlText.of(layout.whole().apply(one)));
      }
    }
  }

  private static void line(PrintWriter out, String line) {
    out.println(Printable.of(line.stripTrailing()));
  }
}
