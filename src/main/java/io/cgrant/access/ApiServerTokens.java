// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.apiserver.ImpatientClient;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// By a TokenReview for an audience. A token that is for somebody else is no good here, so whoever
/// sends cgrant one for cgrant gives away nothing but that.
record ApiServerTokens(KubernetesClient client, Set<String> audiences) implements TokenReviewer {

  /// Milliseconds. An authenticator of the API server may ask another service.
  static final int TIMEOUT = 3_000;

  private static final String ANONYMOUS = "system:anonymous";

  static ApiServerTokens of(KubernetesClient client, Set<String> audiences) {
    return new ApiServerTokens(ImpatientClient.of(client, TIMEOUT), Set.copyOf(audiences));
  }

  @Override
  public Optional<Caller> review(String token) {
    TokenReview asked =
        new TokenReviewBuilder()
            .withNewSpec()
            .withToken(token)
            .withAudiences(List.copyOf(audiences))
            .endSpec()
            .build();
    try {
      return caller(client.tokenReviews().create(asked).getStatus());
    } catch (KubernetesClientException e) {
      throw new ApiServerAway("a TokenReview got no answer: " + e.getMessage(), e);
    }
  }

  private Optional<Caller> caller(TokenReviewStatus status) {
    if (status == null) {
      throw new ApiServerAway("a TokenReview came back without a status", null);
    }
    boolean isKnown = Boolean.TRUE.equals(status.getAuthenticated()) && status.getUser() != null;
    // An authenticator that knows no audiences says none, and then means the API server's.
    boolean isForUs =
        status.getAudiences() != null
            && status.getAudiences().stream().anyMatch(audiences::contains);
    return isKnown && isForUs ? caller(status.getUser()) : Optional.empty();
  }

  private static Optional<Caller> caller(UserInfo user) {
    String name = Optional.ofNullable(user.getUsername()).orElse("");
    if (name.isEmpty() || name.equals(ANONYMOUS)) {
      return Optional.empty();
    }
    return Optional.of(
        new Caller(
            name,
            Optional.ofNullable(user.getUid()).orElse(""),
            Optional.ofNullable(user.getGroups()).orElse(List.of()),
            Optional.ofNullable(user.getExtra()).orElse(Map.of())));
  }
}
