// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.util.Map;

/// What a caller is sent.
///
/// @param type of the body
/// @param headers beside those that every answer has
record Reply(ApiOutcome outcome, String type, byte[] body, Map<String, String> headers) {

  static final String JSON = "application/json";

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply of(String type, byte[] body, Map<String, String> headers) {
    return new Reply(ApiOutcome.Answered, type, body, headers);
  }
}
