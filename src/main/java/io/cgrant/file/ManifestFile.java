// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The objects of one file, YAML or JSON, as many as it holds.
///
/// A `List` is taken apart into its items, and an empty document is skipped. At most 16 MiB, 100
/// levels, 500,000 values, and 64 MiB of text once aliases are resolved.
public final class ManifestFile {

  private ManifestFile() {}

  /// @param file what problems and findings call it
  /// @throws UnreadableFile with the line of the first thing that cannot be read
  public static List<Document> read(String file, byte[] bytes) {
    return read(file, bytes, Bounds.OF_FILES);
  }

  /// The same within other bounds.
  ///
  /// @throws UnreadableFile likewise
  public static List<Document> read(String file, byte[] bytes, Bounds bounds) {
    var found = new ArrayList<Document>();
    for (Located document : documents(file, text(file, bytes, bounds), bounds)) {
      collect(file, "", document, found);
    }
    return found;
  }

  /// What begins like JSON is read as JSON, where tabs are allowed; failing that, as YAML's flow
  /// style, which begins alike.
  static List<Located> documents(String file, String text, Bounds bounds) {
    if (file.endsWith(".json")) {
      return JsonDocuments.read(file, text, bounds);
    }
    if (!text.stripLeading().startsWith("{") && !text.stripLeading().startsWith("[")) {
      return YamlDocuments.read(file, text, bounds);
    }
    try {
      return JsonDocuments.read(file, text, bounds);
    } catch (UnreadableFile asJson) {
      try {
        return YamlDocuments.read(file, text, bounds);
      } catch (UnreadableFile asYaml) {
        throw asJson;
      }
    }
  }

  static String text(String file, byte[] bytes, Bounds bounds) {
    if (bytes.length > bounds.bytes()) {
      throw UnreadableFile.at(file, 0, "larger than " + bounds.size() + "; split the file");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw UnreadableFile.at(file, 0, "not UTF-8 text; save it as UTF-8");
    }
  }

  private static void collect(String file, String within, Located value, List<Document> found) {
    JsonNode tree = value.tree();
    if (tree.isNull() || (tree.isObject() && tree.isEmpty())) {
      return;
    }
    if (tree.isArray()) {
      collectItems(file, within, value, found);
      return;
    }
    var document = new Document(file, within, tree, value.lines());
    if (!tree.isObject()) {
      throw new UnreadableFile(
          document.problem(
              "",
              "\"" + tree.asText() + "\" is not a Kubernetes object; write apiVersion and kind"));
    }
    if (document.kind().endsWith("List") && tree.path("items").isArray()) {
      var items = new Located(tree.get("items"), value.lines().below().get("items"));
      collectItems(file, within + "items", items, found);
      return;
    }
    if (document.kind().isEmpty() || document.apiVersion().isEmpty()) {
      throw new UnreadableFile(
          document.problem("", "not a Kubernetes object: it needs apiVersion and kind; add them"));
    }
    found.add(document);
  }

  private static void collectItems(String file, String within, Located list, List<Document> found) {
    for (int i = 0; i < list.tree().size(); i++) {
      Lines lines = list.lines().below().get(Integer.toString(i));
      collect(file, within + "[" + i + "].", new Located(list.tree().get(i), lines), found);
    }
  }
}
