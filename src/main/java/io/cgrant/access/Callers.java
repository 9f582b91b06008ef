// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import io.cgrant.apiserver.Digest;
import io.cgrant.apiserver.Kept;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Whose tokens are. An answer is kept for some seconds: a token that is taken back, or whose
/// pod is gone, ends as soon.
public final class Callers {

  static final Duration KEPT_IF_KNOWN = Duration.ofSeconds(10);
  static final Duration KEPT_IF_UNKNOWN = Duration.ofSeconds(5);
  static final int MOST_KEPT = 512;

  /// In characters. A head of a request is not much larger.
  static final int LONGEST = 16 * 1024;

  private final TokenReviewer reviewer;
  private final BooleanSupplier mayAsk;

  /// Apart, so that who makes tokens up drives out nobody who is known.
  private final Kept<Caller> known;

  private final Kept<Boolean> unknown;

  /// @param audiences of which a token must be for one; at least one
  /// @param mayAsk whether the API server may be asked once more now
  /// @param stopwatch for how long answers are kept
  public Callers(
      KubernetesClient client,
      Set<String> audiences,
      BooleanSupplier mayAsk,
      InstantSource stopwatch) {
    this(ApiServerTokens.of(client, audiences), mayAsk, stopwatch);
  }

  Callers(TokenReviewer reviewer, BooleanSupplier mayAsk, InstantSource stopwatch) {
    this.reviewer = reviewer;
    this.mayAsk = mayAsk;
    this.known = new Kept<>(MOST_KEPT, stopwatch);
    this.unknown = new Kept<>(MOST_KEPT, stopwatch);
  }

  /// Blocks.
  ///
  /// @throws ApiServerAway when there was no answer
  public Identity of(String token) {
    if (token.isEmpty() || token.length() > LONGEST) {
      return new Identity.Unknown();
    }
    Digest digest = Digest.of(List.of(token));
    Optional<Caller> caller = known.of(digest);
    if (caller.isPresent()) {
      return new Identity.Known(caller.get());
    }
    if (unknown.of(digest).isPresent()) {
      return new Identity.Unknown();
    }
    return mayAsk.getAsBoolean() ? asked(token, digest) : new Identity.NotAsked();
  }

  private Identity asked(String token, Digest digest) {
    Optional<Caller> caller = reviewer.review(token);
    if (caller.isEmpty()) {
      unknown.keep(digest, true, KEPT_IF_UNKNOWN);
      return new Identity.Unknown();
    }
    known.keep(digest, caller.get(), KEPT_IF_KNOWN);
    return new Identity.Known(caller.get());
  }
}
