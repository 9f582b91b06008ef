// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

/// What became of a request.
public enum ApiOutcome {
  Answered(200, "OK"),
  BadRequest(400, "Bad Request"),
  NotAuthenticated(401, "Unauthorized"),
  Forbidden(403, "Forbidden"),
  NotFound(404, "Not Found"),
  MethodNotAllowed(405, "Method Not Allowed"),
  TooLarge(413, "Content Too Large"),
  /// Too much is under way already.
  Busy(429, "Too Many Requests"),
  /// A fault of cgrant's own.
  Failed(500, "Internal Server Error"),
  /// The API server could not be asked, or there was no time.
  Unavailable(503, "Service Unavailable");

  private final int status;
  private final String title;

  ApiOutcome(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /// Of HTTP.
  public int status() {
    return status;
  }

  /// As RFC 9110 calls the status.
  public String title() {
    return title;
  }
}
