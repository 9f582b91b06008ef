// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;

/// Holds answers of the HTTP API against the published document.
public final class OpenApi {

  private static final JsonNode DOCUMENT = read();

  private OpenApi() {}

  static JsonNode document() {
    return DOCUMENT;
  }

  /// Fails where the document does not know such an answer.
  ///
  /// @param type the answer's `Content-Type`
  public static void assertKnown(String path, int status, String type, JsonNode body) {
    JsonNode content = response(path, status).path("content");
    assertTrue(content.has(type), () -> path + " " + status + " in " + type);
    assertEquals(Set.of(), problems(path, status, body), () -> path + " " + status + " " + body);
  }

  static Set<ValidationMessage> problems(String path, int status, JsonNode body) {
    JsonNode content = response(path, status).path("content");
    ObjectNode schema = content.iterator().next().get("schema").deepCopy();
    // References lead into the document.
    schema.set("components", DOCUMENT.get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(schema)
        .validate(body);
  }

  /// What a reference leads to.
  static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode response(String path, int status) {
    JsonNode method = DOCUMENT.path("paths").path(path).iterator().next();
    JsonNode responses = method.path("responses");
    String code = Integer.toString(status);
    assertTrue(responses.has(code), () -> path + " is not said to answer " + code);
    return resolved(responses.get(code));
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Path.of("docs/reference/openapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
