// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

/// Something that RBAC can allow.
///
/// @param group of the API; empty for the core
/// @param namespace empty for all, or where the resource is in none
/// @param name empty for all
public record Deed(String verb, String group, String resource, String namespace, String name) {

  public static Deed list(String group, String resource) {
    return new Deed("list", group, resource, "", "");
  }

  /// Of one namespace; of all where it is empty.
  public static Deed listPods(String namespace) {
    return new Deed("list", "", "pods", namespace, "");
  }

  /// Its labels. As kubectl asks for it, so a role in that namespace is enough.
  public static Deed getNamespace(String name) {
    return new Deed("get", "", "namespaces", name, name);
  }

  /// As in a message of an API server: `list pods in namespace "ml"`.
  public String sentence() {
    String what = resource + (group.isEmpty() ? "" : "." + group);
    String which = name.isEmpty() ? "" : " \"" + name + "\"";
    boolean isElsewhere = !namespace.isEmpty() && !namespace.equals(name);
    boolean isOfAll = namespace.isEmpty() && resource.equals("pods");
    String where = isElsewhere ? " in namespace \"" + namespace + "\"" : "";
    return verb + " " + what + which + where + (isOfAll ? " in all namespaces" : "");
  }
}
