// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// A file with changes in it.
///
/// The changes are made in the text, which is read again: where it does not say what the changed
/// objects are, because of aliases for example, the file is written anew from them.
///
/// @param keepsRest whether all but the changes is as it was, to the letter; otherwise comments are
/// lost, and aliases written out
public record RewrittenFile(String text, boolean keepsRest) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /// @param changes of one object, called once for each
  /// @throws UnreadableFile as [ManifestFile] does
  public static RewrittenFile of(
      String file, byte[] bytes, Function<Document, List<Edit>> changes) {
    String text = ManifestFile.text(file, bytes, Bounds.OF_FILES);
    List<Located> documents = ManifestFile.documents(file, text, Bounds.OF_FILES);
    // Also says what is no Kubernetes object.
    List<Document> objects = ManifestFile.read(file, bytes);
    var edits = new ArrayList<List<Edit>>();
    var next = objects.iterator();
    for (Located document : documents) {
      var found = new ArrayList<Edit>();
      for (List<String> path : paths(document.tree(), List.of())) {
        changes.apply(next.next()).forEach(edit -> found.add(edit.below(path)));
      }
      edits.add(found);
    }
    if (edits.stream().allMatch(List::isEmpty)) {
      return new RewrittenFile(text, true);
    }
    var expected = new ArrayList<JsonNode>();
    for (int i = 0; i < documents.size(); i++) {
      expected.add(TreeEdits.applied(documents.get(i).tree(), edits.get(i)));
    }
    return inPlace(file, text, edits)
        .filter(changed -> says(file, changed, expected))
        .map(changed -> new RewrittenFile(changed, true))
        .orElseGet(() -> new RewrittenFile(anew(file, expected), false));
  }

  /// Where the objects stand, in the order in which [ManifestFile] finds them.
  private static List<List<String>> paths(JsonNode tree, List<String> at) {
    if (tree.isNull() || tree.isObject() && tree.isEmpty()) {
      return List.of();
    }
    boolean isList = tree.path("kind").asText().endsWith("List") && tree.path("items").isArray();
    if (!tree.isArray() && !isList) {
      return List.of(at);
    }
    JsonNode items = isList ? tree.get("items") : tree;
    List<String> above = isList ? with(at, "items") : at;
    var found = new ArrayList<List<String>>();
    for (int i = 0; i < items.size(); i++) {
      found.addAll(paths(items.get(i), with(above, Integer.toString(i))));
    }
    return found;
  }

  private static List<String> with(List<String> path, String step) {
    var longer = new ArrayList<String>(path);
    longer.add(step);
    return longer;
  }

  private static Optional<String> inPlace(String file, String text, List<List<Edit>> edits) {
    try {
      List<Node> nodes = YamlDocuments.nodes(file, text, Bounds.OF_FILES);
      if (nodes.size() != edits.size()) {
        return Optional.empty();
      }
      var changed = new TextEdits(text);
      for (int i = 0; i < edits.size(); i++) {
        for (Edit edit : edits.get(i)) {
          if (!changed.add(nodes.get(i), edit)) {
            return Optional.empty();
          }
        }
      }
      return changed.text();
    } catch (YAMLException e) {
      // JSON may have what YAML has not, as tabs.
      return Optional.empty();
    }
  }

  private static boolean says(String file, String text, List<JsonNode> expected) {
    try {
      return ManifestFile.documents(file, text, Bounds.OF_FILES).stream()
          .map(Located::tree)
          .toList()
          .equals(expected);
    } catch (UnreadableFile e) {
      return false;
    }
  }

  private static String anew(String file, List<JsonNode> trees) {
    if (!file.endsWith(".json")) {
      return trees.stream().map(YamlText::of).collect(Collectors.joining("---\n"));
    }
    return trees.stream().map(RewrittenFile::json).collect(Collectors.joining("\n")) + "\n";
  }

  private static String json(JsonNode tree) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }
}
