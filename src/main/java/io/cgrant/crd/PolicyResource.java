// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.crd;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// What the API server calls our policies.
public final class PolicyResource {

  public static final ResourceDefinitionContext CONTEXT =
      new ResourceDefinitionContext.Builder()
          .withGroup(WritableCgroupPolicy.GROUP)
          .withVersion(WritableCgroupPolicy.VERSION)
          .withKind(WritableCgroupPolicy.KIND)
          .withPlural(WritableCgroupPolicy.PLURAL)
          .withNamespaced(false)
          .build();

  private PolicyResource() {}
}
