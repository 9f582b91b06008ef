// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/// Where an object lies in the API.
final class Resources {

  private static final Set<String> CLUSTER_WIDE =
      Set.of(
          "Namespace",
          "Node",
          "RuntimeClass",
          "WritableCgroupPolicy",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleBinding",
          "MutatingWebhookConfiguration",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "ValidatingWebhookConfiguration");

  private Resources() {}

  static String path(JsonNode object) {
    return collection(object) + "/" + Manifests.name(object);
  }

  static String collection(JsonNode object) {
    String version = object.path("apiVersion").asText();
    String kind = Manifests.kind(object);
    String root = version.contains("/") ? "/apis/" : "/api/";
    boolean isClusterWide = CLUSTER_WIDE.contains(kind);
    String namespace = isClusterWide ? "" : "/namespaces/" + Manifests.namespace(object);
    return root + version + namespace + "/" + plural(kind);
  }

  private static String plural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    if (lower.endsWith("s")) {
      return lower + "es";
    }
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }
}
