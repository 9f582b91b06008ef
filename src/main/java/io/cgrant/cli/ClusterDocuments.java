// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.file.Document;
import io.cgrant.manifest.ListedKind;
import io.cgrant.reading.PolicyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The objects of a cluster that a decision looks at, as if they stood in files.
record ClusterDocuments(ClusterLists lists) {

  /// What stands in the place of a file's name.
  static final String CLUSTER = "cluster";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /// Whether an object could be called so, and the name is safe in a path.
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  Optional<Document> pod(String namespace, String name) {
    return lists.pod(namespace, name).map(tree -> document(tree, ListedKind.PODS));
  }

  Optional<Document> namespace(String name) {
    return lists.namespace(name).map(tree -> document(tree, ListedKind.NAMESPACES));
  }

  List<Document> runtimeClasses() {
    return list(ListedKind.RUNTIME_CLASSES);
  }

  List<Document> policies() {
    return list(PolicyReader.LISTED);
  }

  private List<Document> list(ListedKind kind) {
    var documents = new ArrayList<Document>();
    lists.each(kind, item -> documents.add(document(item, kind)));
    return documents;
  }

  /// The items of a list do not say what they are.
  private static Document document(JsonNode tree, ListedKind kind) {
    ObjectNode object = tree.deepCopy();
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    return Document.read(CLUSTER, object);
  }
}
