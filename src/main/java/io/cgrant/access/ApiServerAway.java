// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

/// The API server could not be asked, or did not let cgrant ask. Then nobody is let in.
public final class ApiServerAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param detail for cgrant's own log
  public ApiServerAway(String detail, Throwable cause) {
    super(detail, cause);
  }
}
