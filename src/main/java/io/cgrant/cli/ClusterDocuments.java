// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.crd.WritableCgroupPolicy;
import io.cgrant.file.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The objects of a cluster that a decision looks at, as if they stood in files.
record ClusterDocuments(Reads reads) {

  /// What stands in the place of a file's name.
  static final String CLUSTER = "cluster";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final String CORE = "v1";
  private static final String NODE = "node.k8s.io/v1";

  /// Whether an object could be called so, and the name is safe in a path.
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  Optional<Document> pod(String namespace, String name) {
    return reads
        .get("/api/v1/namespaces/" + namespace + "/pods/" + name)
        .map(tree -> document(tree, CORE, "Pod"));
  }

  Optional<Document> namespace(String name) {
    return reads.get("/api/v1/namespaces/" + name).map(tree -> document(tree, CORE, "Namespace"));
  }

  List<Document> runtimeClasses() {
    return list("/apis/" + NODE + "/runtimeclasses", NODE, "RuntimeClass");
  }

  List<Document> policies() {
    return list(
        "/apis/" + WritableCgroupPolicy.API_VERSION + "/writablecgrouppolicies",
        WritableCgroupPolicy.API_VERSION,
        WritableCgroupPolicy.KIND);
  }

  private List<Document> list(String path, String apiVersion, String kind) {
    JsonNode list =
        reads
            .get(path)
            .orElseThrow(
                () ->
                    new JudgeUnreachable(
                        "the cluster knows no " + kind + "; is cgrant installed there?"));
    var documents = new ArrayList<Document>();
    list.path("items").forEach(item -> documents.add(document(item, apiVersion, kind)));
    return documents;
  }

  /// The items of a list do not say what they are.
  private static Document document(JsonNode tree, String apiVersion, String kind) {
    ObjectNode object = tree.deepCopy();
    object.put("apiVersion", apiVersion).put("kind", kind);
    return Document.read(CLUSTER, object);
  }
}
