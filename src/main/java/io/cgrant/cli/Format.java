// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import picocli.CommandLine.Help.Ansi;

/// The values of `--output`, named as people type them.
enum Format {
  text,
  json,
  yaml,
  junit,
  sarif;

  Report report(Ansi ansi) {
    return switch (this) {
      case text -> new TextReport(ansi);
      case json -> new TreeReport(TreeReport.Notation.JSON);
      case yaml -> new TreeReport(TreeReport.Notation.YAML);
      case junit -> new JunitReport();
      case sarif -> new SarifReport(Version.CURRENT);
    };
  }
}
