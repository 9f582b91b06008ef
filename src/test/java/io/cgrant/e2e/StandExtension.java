// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the [Stand]. JUnit closes it after the last of them, whether they failed or not.
final class StandExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stand.class;
  }

  @Override
  public Stand resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL)
        .computeIfAbsent(Attempt.class, type -> Attempt.made(), Attempt.class)
        .stand();
  }

  /// Starting is tried once: what failed for the first test would fail for all of them, slowly.
  private record Attempt(Optional<Stand> started, Optional<Throwable> failure)
      implements AutoCloseable {

    static Attempt made() {
      try {
        return new Attempt(Optional.of(Stand.start()), Optional.empty());
      } catch (RuntimeException | AssertionError e) {
        return new Attempt(Optional.empty(), Optional.of(e));
      }
    }

    Stand stand() {
      return started.orElseThrow(
          () ->
              new IllegalStateException(
                  "the stand did not start: " + failure.get().getMessage(), failure.get()));
    }

    @Override
    public void close() {
      started.ifPresent(Stand::close);
    }
  }
}
