// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.webhook;

import io.cgrant.admission.AuditEntry;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/// Hears where the time of each decision went, and returns at once. Called by the event loop once
/// the answer is on its way, so nothing of a trace has to be carried along before.
@FunctionalInterface
public interface Tracing extends AutoCloseable {

  /// Nobody wants to know.
  Tracing NONE = (request, entry, ended, detour) -> {};

  /// @param request whose headers may name the trace that it is part of
  /// @param ended when the answer was given, on the clock of `System.nanoTime`
  /// @param detour empty where all of it was decided at once
  void decided(HttpServerRequest request, AuditEntry entry, long ended, Optional<Detour> detour);

  /// Says the last things, for a few seconds at most.
  @Override
  default void close() {}
}
