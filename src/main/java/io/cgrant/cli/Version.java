// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import picocli.CommandLine.IVersionProvider;

/// The version this was built as.
final class Version implements IVersionProvider {

  static final String CURRENT = read();

  @Override
  public String[] getVersion() {
    return new String[] {"cgrant " + CURRENT};
  }

  /// The manifest of the jar has it; classes that are not in a jar have no version.
  private static String read() {
    String written = Version.class.getPackage().getImplementationVersion();
    return written == null ? "unpackaged" : written;
  }
}
