// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.apiserver.AccessReview;
import io.cgrant.apiserver.ImpatientClient;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
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
      return AccessReview.isAllowed(client, review(caller, deed));
    } catch (KubernetesClientException e) {
      throw new ApiServerAway("what may be done is not known: " + e.getMessage(), e);
    }
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
