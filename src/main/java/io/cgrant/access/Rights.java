// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.apiserver.Digest;
import io.cgrant.apiserver.Kept;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What callers may do. An answer is kept for some seconds, so a right that is taken away ends as
/// soon.
public final class Rights {

  static final Duration KEPT_IF_ALLOWED = Duration.ofSeconds(10);
  static final Duration KEPT_IF_REFUSED = Duration.ofSeconds(5);
  static final int MOST_KEPT = 1_024;

  private final DeedReviewer reviewer;
  private final Kept<Boolean> kept;

  /// @param stopwatch for how long answers are kept
  public Rights(KubernetesClient client, InstantSource stopwatch) {
    this(ApiServerRights.of(client), stopwatch);
  }

  Rights(DeedReviewer reviewer, InstantSource stopwatch) {
    this.reviewer = reviewer;
    this.kept = new Kept<>(MOST_KEPT, stopwatch);
  }

  /// Blocks. The first of these that somebody may not do.
  ///
  /// @throws ApiServerAway when there was no answer
  public Optional<Deed> missing(Caller caller, List<Deed> deeds) {
    return deeds.stream().filter(deed -> !isAllowed(caller, deed)).findFirst();
  }

  private boolean isAllowed(Caller caller, Deed deed) {
    var texts =
        new ArrayList<>(
            List.of(deed.verb(), deed.group(), deed.resource(), deed.namespace(), deed.name()));
    texts.addAll(caller.texts());
    Digest digest = Digest.of(texts);
    Optional<Boolean> known = kept.of(digest);
    if (known.isPresent()) {
      return known.get();
    }
    boolean isAllowed = reviewer.allows(caller, deed);
    kept.keep(digest, isAllowed, isAllowed ? KEPT_IF_ALLOWED : KEPT_IF_REFUSED);
    return isAllowed;
  }
}
