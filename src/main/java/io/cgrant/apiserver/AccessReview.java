// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.apiserver;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// What the API server says to a SubjectAccessReview (`authorization.k8s.io/v1`).
public final class AccessReview {

  private AccessReview() {}

  /// Blocks. A denial counts more than an allowance, and what its authorizers could not evaluate is
  /// no refusal.
  ///
  /// @throws KubernetesClientException when there was no answer, or one that tells nothing
  public static boolean isAllowed(KubernetesClient client, SubjectAccessReview review) {
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
