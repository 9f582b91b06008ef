// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

/// A kind of which an API server keeps a list.
///
/// @param apiVersion as `apps/v1`
/// @param plural as it stands in a path
public record ListedKind(String apiVersion, String kind, String plural) {

  public static final ListedKind NODES = new ListedKind("v1", "Node", "nodes");
  public static final ListedKind NAMESPACES = new ListedKind("v1", "Namespace", "namespaces");
  public static final ListedKind PODS = new ListedKind("v1", "Pod", "pods");
  public static final ListedKind RUNTIME_CLASSES =
      new ListedKind("node.k8s.io/v1", "RuntimeClass", "runtimeclasses");

  /// Of all namespaces: `/apis/apps/v1/deployments`.
  public String path() {
    return below("");
  }

  /// Of one namespace.
  public String pathIn(String namespace) {
    return below("namespaces/" + namespace + "/");
  }

  private String below(String where) {
    String root = apiVersion.contains("/") ? "/apis/" : "/api/";
    return root + apiVersion + "/" + where + plural;
  }
}
