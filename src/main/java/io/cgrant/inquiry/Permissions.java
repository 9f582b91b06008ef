// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.apiserver.Digest;
import io.cgrant.apiserver.Kept;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Author;
import io.cgrant.policy.Inquiry;
import io.cgrant.policy.TemplateAuthor;
import io.cgrant.policy.WorkloadControllers;
import io.cgrant.policy.check.Finding;
import io.cgrant.policy.check.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether those behind a pod may use a policy. Answers are kept for a few seconds: a Deployment
/// makes all its pods at once, and a right that is taken away must end soon.
final class Permissions {

  static final Duration KEPT_IF_ALLOWED = Duration.ofSeconds(10);
  static final Duration KEPT_IF_REFUSED = Duration.ofSeconds(5);
  static final int MOST_KEPT = 4_096;

  private final Reviewer reviewer;
  private final WorkloadControllers controllers;
  private final Kept<Boolean> kept;

  /// @param stopwatch not the time of day, which somebody may set
  Permissions(Reviewer reviewer, InstantSource stopwatch, WorkloadControllers controllers) {
    this.reviewer = reviewer;
    this.controllers = controllers;
    this.kept = new Kept<>(MOST_KEPT, stopwatch);
  }

  Optional<List<Finding>> findings(Ask ask, Inquiry.Permission permission) {
    String namespace = ask.subject().namespace();
    var found = new ArrayList<Finding>(0);
    Author author = Author.of(ask, controllers);
    if (author.who().username().isEmpty()) {
      return Optional.empty();
    }
    if (!isAllowed(use(author.who(), permission, namespace))) {
      found.add(notAllowed(author, permission));
    }
    String name = ask.pod().spec().serviceAccountName();
    if (!isAllowed(use(account(namespace, name), permission, namespace))) {
      found.add(
          finding(
              "spec.serviceAccountName",
              Reason.ServiceAccountNotAllowed,
              "ServiceAccount \"" + name + "\"",
              permission));
    }
    return Optional.of(found);
  }

  int kept() {
    return kept.size();
  }

  private static Finding notAllowed(Author author, Inquiry.Permission permission) {
    String name = "\"" + author.who().username() + "\"";
    return switch (author) {
      case Author.OfRequest request ->
          finding("metadata", Reason.AuthorNotAllowed, name, permission);
      case Author.OfTemplate template ->
          finding(
              "metadata.annotations[" + TemplateAuthor.NAME + "]",
              Reason.AuthorNotAllowed,
              name + ", who wrote the template,",
              permission);
      case Author.Unseen unseen ->
          new Finding(
              "metadata",
              Reason.AuthorNotAllowed,
              name
                  + " made this pod of a template, and cgrant has not seen who wrote that; somebody"
                  + " who may use policy \""
                  + permission.policy()
                  + "\" should run kubectl rollout restart on the workload, or delete it and apply it"
                  + " again");
    };
  }

  private static Finding finding(
      String path, Reason reason, String who, Inquiry.Permission permission) {
    return new Finding(
        path,
        reason,
        who
            + " may not use policy \""
            + permission.policy()
            + "\"; ask for a role with the verb use on writablecgrouppolicies.cgrant.io of this name");
  }

  private static Reviewer.Use use(
      Ask.Requester who, Inquiry.Permission permission, String namespace) {
    return new Reviewer.Use(
        who.username(), Set.copyOf(who.groups()), permission.policy(), namespace);
  }

  private static Ask.Requester account(String namespace, String name) {
    return new Ask.Requester(
        "system:serviceaccount:" + namespace + ":" + name,
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:" + namespace,
            "system:authenticated"));
  }

  private boolean isAllowed(Reviewer.Use use) {
    Digest digest = use.digest();
    Optional<Boolean> known = kept.of(digest);
    if (known.isPresent()) {
      return known.get();
    }
    boolean isAllowed = reviewer.allows(use);
    kept.keep(digest, isAllowed, isAllowed ? KEPT_IF_ALLOWED : KEPT_IF_REFUSED);
    return isAllowed;
  }
}
