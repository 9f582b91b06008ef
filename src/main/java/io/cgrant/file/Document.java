// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cgrant.manifest.Unreadable;
import java.util.Map;

/// One object as it stands in a file.
///
/// @param file as the person named it, or `<stdin>`
/// @param within where the object stands in its document: empty, or `items[2].` in a list
/// @param tree the object
public record Document(String file, String within, JsonNode tree, Lines lines) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// One that stands in no file.
  ///
  /// @param source where it is from
  public static Document read(String source, JsonNode tree) {
    return new Document(source, "", tree, new Lines(0, Map.of()));
  }

  /// The line the object begins on, from 1; 0 where it stands in no file.
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

  /// Whether a list of containers stands anywhere in it.
  public boolean hasContainers() {
    return tree.findValues("containers").stream().anyMatch(JsonNode::isArray);
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

  /// What could not be read of this object, at the field that the reader's pointer names.
  public FileProblem problem(Unreadable unreadable) {
    String message = unreadable.getMessage();
    int end = message.indexOf(": ");
    if (!message.startsWith("/") || end < 0) {
      return problem("", message);
    }
    return problem(
        path(JsonPointer.compile(message.substring(0, end))), message.substring(end + 2));
  }

  /// `/spec/containers/0` as `spec.containers[0]`.
  private static String path(JsonPointer pointer) {
    var path = new StringBuilder();
    for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
      String step = at.getMatchingProperty();
      if (step.matches("[A-Za-z][A-Za-z0-9]*")) {
        path.append(path.isEmpty() ? "" : ".").append(step);
      } else if (!step.isEmpty()) {
        path.append('[').append(step).append(']');
      }
    }
    return path.toString();
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
