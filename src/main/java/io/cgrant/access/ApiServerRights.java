// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.inquiry.ImpatientClient;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// By a SubjectAccessReview.
record ApiServerRights(KubernetesClient client) implements DeedReviewer {

  static ApiServerRights of(KubernetesClient client) {
    return new ApiServerRights(ImpatientClient.of(client, ApiServerTokens.TIMEOUT));
  }

  @Override
  public boolean allows(Caller caller, Deed deed) {
    try {
      SubjectAccessReviewStatus status =
          client
              .authorization()
              .v1()
              .subjectAccessReview()
              .create(review(caller, deed))
              .getStatus();
      if (status == null) {
        throw new ApiServerAway("a SubjectAccessReview came back without a status", null);
      }
      return isAllowed(status);
    } catch (KubernetesClientException e) {
      throw new ApiServerAway("a SubjectAccessReview got no answer: " + e.getMessage(), e);
    }
  }

  private static boolean isAllowed(SubjectAccessReviewStatus status) {
    boolean isAllowed =
        Boolean.TRUE.equals(status.getAllowed()) && !Boolean.TRUE.equals(status.getDenied());
    String trouble = status.getEvaluationError();
    if (!isAllowed && trouble != null && !trouble.isEmpty()) {
      throw new ApiServerAway("RBAC could not tell: " + trouble, null);
    }
    return isAllowed;
  }

  private static SubjectAccessReview review(Caller caller, Deed deed) {
    return new SubjectAccessReviewBuilder()
        .withNewSpec()
        .withUser(caller.username())
        .withUid(caller.uid())
        .withGroups(caller.groups())
        .withExtra(caller.extra())
        .withNewResourceAttributes()
        .withVerb(deed.verb())
        .withGroup(deed.group())
        .withResource(deed.resource())
        .withNamespace(deed.namespace())
        .withName(deed.name())
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
