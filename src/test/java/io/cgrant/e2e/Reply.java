// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What the API server said.
///
/// @param warnings as kubectl would show them
record Reply(int code, JsonNode body, List<String> warnings) {

  boolean accepted() {
    return code / 100 == 2;
  }

  /// Why it said no; empty when it said yes.
  String message() {
    return accepted() ? "" : body.path("message").asText(body.toString());
  }

  Reply orThrow() {
    if (!accepted()) {
      throw new IllegalStateException(code + ": " + message());
    }
    return this;
  }
}
