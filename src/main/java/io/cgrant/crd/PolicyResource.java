// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// What the API server calls our policies.
public final class PolicyResource {

  public static final String API_VERSION = "cgrant.io/v1alpha1";
  public static final String KIND = "WritableCgroupPolicy";

  public static final ResourceDefinitionContext CONTEXT =
      new ResourceDefinitionContext.Builder()
          .withGroup("cgrant.io")
          .withVersion("v1alpha1")
          .withKind(KIND)
          .withPlural("writablecgrouppolicies")
          .withNamespaced(false)
          .build();

  private PolicyResource() {}
}
