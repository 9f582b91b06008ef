// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/// Why a report was not written or removed.
public enum ReportFailure {
  /// The namespace is being deleted, and its report with it. Nothing is wrong.
  NamespaceEnding,
  /// The namespace or the kind of report is gone. Nothing is wrong.
  NotFound,
  /// Somebody wrote it at the same moment. It is tried again.
  Conflict,
  /// RBAC, or somebody's admission.
  Forbidden,
  /// The API server did not take it as it is: its kind differs from the published one.
  Invalid,
  /// The API server did not answer, or was busy.
  Unavailable;

  private static final int UNPROCESSABLE = 422;
  private static final String ENDING = "NamespaceTerminating";

  static ReportFailure of(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND -> NotFound;
      case HttpURLConnection.HTTP_CONFLICT -> Conflict;
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          isOfAnEndingNamespace(failure) ? NamespaceEnding : Forbidden;
      case HttpURLConnection.HTTP_BAD_REQUEST, UNPROCESSABLE -> Invalid;
      default -> Unavailable;
    };
  }

  /// Whether the next one would fare the same.
  boolean isOfAll() {
    return switch (this) {
      case NamespaceEnding, NotFound, Conflict, Invalid -> false;
      case Forbidden, Unavailable -> true;
    };
  }

  /// Whether somebody has to be told.
  boolean isTrouble() {
    return switch (this) {
      case NamespaceEnding, NotFound, Conflict -> false;
      case Forbidden, Invalid, Unavailable -> true;
    };
  }

  private static boolean isOfAnEndingNamespace(KubernetesClientException failure) {
    return failure.getStatus() != null
        && failure.getStatus().getDetails() != null
        && failure.getStatus().getDetails().getCauses().stream()
            .anyMatch(cause -> ENDING.equals(cause.getReason()));
  }
}
