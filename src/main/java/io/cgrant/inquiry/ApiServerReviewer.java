// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.apiserver.AccessReview;
import io.cgrant.crd.WritableCgroupPolicy;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/// By a SubjectAccessReview. Its namespace is the pod's, so that a RoleBinding there counts as well
/// as a ClusterRoleBinding.
final class ApiServerReviewer implements Reviewer {

  private final KubernetesClient client;

  ApiServerReviewer(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public boolean allows(Use use) {
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(use.username())
            .withGroups(List.copyOf(use.groups()))
            .withNewResourceAttributes()
            .withGroup(WritableCgroupPolicy.GROUP)
            .withResource(WritableCgroupPolicy.PLURAL)
            .withName(use.policy())
            .withNamespace(use.namespace())
            .withVerb("use")
            .endResourceAttributes()
            .endSpec()
            .build();
    return AccessReview.isAllowed(client, review);
  }
}
