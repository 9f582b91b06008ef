// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version this was built as.
final class Version implements IVersionProvider {

  static final String CURRENT = read();

  @Override
  public String[] getVersion() {
    return new String[] {"cgrant " + CURRENT};
  }

  /// Maven writes the file into the jar; classes that are not in a jar have no version.
  private static String read() {
    String file = "/META-INF/maven/io.cgrant/cgrant/pom.properties";
    try (InputStream written = Version.class.getResourceAsStream(file)) {
      if (written == null) {
        return "unpackaged";
      }
      var properties = new Properties();
      properties.load(written);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
