// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.telemetry;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Who is sent what, by OTLP over HTTP.
///
/// @param endpoint to which `/v1/logs` and `/v1/traces` are added
/// @param headers of each request
/// @param authority who is trusted in the place of the Java machine's own authorities
public record Collector(
    URI endpoint, Optional<Headers> headers, Optional<Authority> authority, Sender sender) {

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
}
