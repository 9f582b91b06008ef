// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// The description of all routes, as it is published.
final class OpenApiResponder implements Responder {

  static final String FILE = "openapi.yaml";

  /// RFC 9512.
  private static final String YAML = "application/yaml";

  @Override
  public Reply answer(Question question, Doorkeeper.Admission.In by, byte[] body) {
    try (InputStream file = OpenApiResponder.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing in this build");
      }
      return Reply.of(YAML, file.readAllBytes(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
