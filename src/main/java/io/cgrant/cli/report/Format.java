// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import picocli.CommandLine.Help.Ansi;

/// The values of `--output`, named as people type them.
public enum Format {
  text,
  json,
  yaml,
  junit,
  sarif;

  /// @param ansi whether to colour what is for people
  /// @param version of cgrant, for reports that name it
  public Report report(Ansi ansi, String version) {
    return switch (this) {
      case text -> new TextReport(ansi);
      case json -> new TreeReport(TreeReport.Notation.JSON);
      case yaml -> new TreeReport(TreeReport.Notation.YAML);
      case junit -> new JunitReport();
      case sarif -> new SarifReport(version);
    };
  }
}
