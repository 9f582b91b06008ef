// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.crd.WritableCgroupPolicy;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
    SubjectAccessReviewStatus status =
        client.authorization().v1().subjectAccessReview().create(review).getStatus();
    if (status == null) {
      throw new KubernetesClientException("a SubjectAccessReview came back without a status");
    }
    boolean isAllowed =
        Boolean.TRUE.equals(status.getAllowed()) && !Boolean.TRUE.equals(status.getDenied());
    String trouble = status.getEvaluationError();
    if (!isAllowed && trouble != null && !trouble.isEmpty()) {
      throw new KubernetesClientException("RBAC could not tell: " + trouble);
    }
    return isAllowed;
  }
}
