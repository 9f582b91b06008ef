// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.util.List;

/// Names that occur both in the sample pod's environment and in its managedFields.
final class FieldNames {

  static final List<String> SETTINGS =
      List.of(
          "RAY_ADDRESS",
          "RAY_LOG_LEVEL",
          "RAY_OBJECT_STORE_MEMORY",
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "RAY_SERVE_PORT",
          "RAY_GRAFANA_HOST",
          "RAY_PROMETHEUS_HOST");

  private FieldNames() {}

  /// The pod field an environment variable is filled from.
  static String of(String variable) {
    return switch (variable) {
      case "POD_NAME" -> "metadata.name";
      case "POD_NAMESPACE" -> "metadata.namespace";
      case "POD_IP" -> "status.podIP";
      default -> "spec.nodeName";
    };
  }
}
