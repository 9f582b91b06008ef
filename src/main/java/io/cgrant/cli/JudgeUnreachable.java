// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

/// The webhook or the API server did not answer, or not as one does.
final class JudgeUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JudgeUnreachable(String message) {
    super(message, null, false, false);
  }
}
