// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.policy.Ask;
import java.util.List;
import java.util.stream.Stream;

/// What the API server calls.
public enum EndpointPath {
  Mutate("/mutate"),
  Validate("/validate"),
  MutateTemplate("/mutate-template"),
  ValidatePolicy("/validate-policy");

  private final String path;

  EndpointPath(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }

  public static List<String> paths() {
    return Stream.of(values()).map(EndpointPath::path).toList();
  }

  /// Where a pod is judged in this phase. A template is judged where its reviews come to.
  public static EndpointPath of(Ask.Phase phase) {
    return switch (phase) {
      case Mutate -> Mutate;
      case Validate, Preview -> Validate;
    };
  }
}
