// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.Optional;

/// Who answers for a pod.
public sealed interface Author {

  Ask.Requester who();

  /// Sends the request.
  record OfRequest(Ask.Requester who) implements Author {}

  /// Wrote the template that a controller made the pod of.
  record OfTemplate(Ask.Requester who) implements Author {}

  /// A controller that made the pod of a template whose author nobody saw.
  record Unseen(Ask.Requester who) implements Author {}

  /// The record counts only where a controller has copied it, so only when the pod begins to be:
  /// whoever creates a pod, or changes one, answers for it.
  public static Author of(Ask ask, WorkloadControllers controllers) {
    boolean isCopied = ask.operation() == Ask.Operation.CREATE || ask.phase() == Ask.Phase.Preview;
    if (!isCopied || !controllers.include(ask.requester())) {
      return new OfRequest(ask.requester());
    }
    Optional<Ask.Requester> recorded = TemplateAuthor.namedBy(ask.pod().annotations());
    return recorded.isPresent() ? new OfTemplate(recorded.get()) : new Unseen(ask.requester());
  }
}
