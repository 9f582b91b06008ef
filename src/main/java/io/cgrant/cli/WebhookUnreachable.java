// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

/// The webhook did not answer, or not as a webhook does.
final class WebhookUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebhookUnreachable(String message) {
    super(message, null, false, false);
  }
}
