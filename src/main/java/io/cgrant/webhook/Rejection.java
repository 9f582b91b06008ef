// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

/// Why a request gets an HTTP error instead of an answer. The API server counts each as a failed
/// call, and so as a
/// refusal where the webhook's failure policy is `Fail`.
enum Rejection {
  Unreadable(400),
  WrongMethod(405),
  TooLarge(413),
  /// Too much is under way already.
  Busy(429);

  private final int status;

  Rejection(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
