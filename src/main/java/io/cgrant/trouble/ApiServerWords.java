// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.trouble;

import io.fabric8.kubernetes.client.KubernetesClientException;

/// Why the API server was of no help, in one sentence.
public final class ApiServerWords {

  private ApiServerWords() {}

  /// What the API server said, where it answered. Else the client's own words, which say what it
  /// wanted, and their cause, which says why that failed.
  public static String of(RuntimeException failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof KubernetesClientException answered
        && answered.getStatus() != null
        && answered.getStatus().getMessage() != null) {
      return "HTTP " + answered.getCode() + ", " + answered.getStatus().getMessage();
    }
    return failure.getMessage() + (cause == null ? "" : " " + cause.getMessage());
  }
}
