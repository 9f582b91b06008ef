// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be asked for.
public enum ApiRoute {
  Explain("/api/v1/explain", "POST", "namespace", "source"),
  Grants("/api/v1/grants", "GET", "namespace", "limit", "continue"),
  Policies("/api/v1/policies", "GET"),
  OpenApi("/openapi", "GET");

  /// The value of a label for requests of no route.
  public static final String OTHER = "(other)";

  private final String path;
  private final String method;
  private final List<String> parameters;

  ApiRoute(String path, String method, String... parameters) {
    this.path = path;
    this.method = method;
    this.parameters = List.of(parameters);
  }

  public String path() {
    return path;
  }

  public String method() {
    return method;
  }

  /// Of the query; any other is refused.
  public List<String> parameters() {
    return parameters;
  }

  static Optional<ApiRoute> of(String path) {
    return Stream.of(values()).filter(route -> route.path.equals(path)).findFirst();
  }

  /// Every value of a label for the path.
  public static List<String> labels() {
    return Stream.concat(Stream.of(values()).map(ApiRoute::path), Stream.of(OTHER)).toList();
  }
}
