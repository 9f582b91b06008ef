// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Who is sent what, by OTLP over HTTP.
///
/// @param endpoint to which `/v1/logs` and `/v1/traces` are added
/// @param headers of each request
/// @param authority certificates (PEM) that are trusted in the place of the Java machine's own
public record Collector(
    URI endpoint, Optional<Headers> headers, Optional<Path> authority, Sender sender) {

  /// Who sends.
  ///
  /// @param instance which replica
  public record Sender(String version, String instance) {}

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// @throws IllegalArgumentException when it cannot be the address of a collector
  public Collector {
    String scheme = endpoint.getScheme();
    boolean isAddress =
        scheme != null
            && SCHEMES.contains(scheme)
            && endpoint.getHost() != null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null
            && endpoint.getRawUserInfo() == null;
    if (!isAddress) {
      throw new IllegalArgumentException(
          "is no address of a collector; write it as http://HOST:4318 or https://HOST:4318");
    }
  }

  /// @param path as `v1/logs`
  String address(String path) {
    String base = endpoint.toString();
    return base + (base.endsWith("/") ? "" : "/") + path;
  }

  /// @throws IllegalArgumentException when it cannot be read
  Optional<byte[]> trusted() {
    return authority.map(Collector::read);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("certificates cannot be read: " + e, e);
    }
  }
}
