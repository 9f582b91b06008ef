// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// One object as it stands in a file.
///
/// @param file as the person named it, or `<stdin>`
/// @param within where the object stands in its document: empty, or `items[2].` in a list
/// @param tree the object
public record Document(String file, String within, JsonNode tree, Lines lines) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// The line the object begins on, from 1.
  public int line() {
    return lines.line();
  }

  /// The line of a field of the object, or of its nearest ancestor that is written.
  public int line(String path) {
    return lines.of(path);
  }

  public String kind() {
    return text(tree.path("kind"));
  }

  public String apiVersion() {
    return text(tree.path("apiVersion"));
  }

  public String name() {
    return text(tree.path("metadata").path("name"));
  }

  public byte[] json() {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }

  public FileProblem problem(String path, String detail) {
    return new FileProblem(file, line(path), path.isEmpty() ? "" : within + path, detail);
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
