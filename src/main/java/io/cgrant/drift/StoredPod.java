// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.pod.PodView;
import io.cgrant.policy.Ask;
import io.cgrant.policy.Manuscript;
import java.time.Instant;
import java.util.Optional;

/// A pod as the API server has stored it.
///
/// @param created by the API server's clock; empty where it does not say so
/// @param manuscript the pod word for word, for expressions
public record StoredPod(
    String namespace, String uid, Optional<Instant> created, PodView pod, Manuscript manuscript) {

  /// The same without its words, which can be megabytes: for who keeps it.
  StoredPod forTheRecord() {
    return new StoredPod(namespace, uid, created, pod, Manuscript.NONE);
  }

  /// The question whether it would be granted if it were created now, as it is.
  Ask asked(Manuscript words) {
    return new Ask(
        "",
        Ask.Phase.Validate,
        Ask.Operation.CREATE,
        new Ask.Subject("Pod", namespace, pod.name(), "", ""),
        pod,
        Optional.empty(),
        Ask.Requester.NOBODY,
        true,
        words);
  }
}
