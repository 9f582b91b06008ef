// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli.report;

import java.io.PrintWriter;

/// A way to write the results down.
public sealed interface Report permits TextReport, TreeReport, JunitReport, SarifReport {

  void print(Results results, PrintWriter out);
}
