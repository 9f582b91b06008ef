// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// The kinds of report that a cluster may serve; the first one that it does is written.
enum ReportKind {
  OpenReports("openreports.io", "v1alpha1", "Report", "reports"),
  /// What it was called before it moved. It has no place for a source or for a limit of its own.
  WgPolicy("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "policyreports");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;

  ReportKind(String group, String version, String kind, String plural) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
  }

  String apiVersion() {
    return group + "/" + version;
  }

  String kind() {
    return kind;
  }

  String plural() {
    return plural;
  }

  /// Whether it says itself where it comes from, and how much it holds at most.
  boolean hasConfiguration() {
    return switch (this) {
      case OpenReports -> true;
      case WgPolicy -> false;
    };
  }

  ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
