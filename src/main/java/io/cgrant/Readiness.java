// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// Ready once the policies are known, the certificate that the API server trusts is served, and a
/// review has gone through the real port. An old snapshot does not make it unready: a decision from
/// the last known state beats none, and says how old it is here. Nor does a Secret that vanished:
/// the certificate that it held stays in use.
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {

  private final BooleanSupplier warm;
  private final Supplier<Backend.State> source;
  private final BooleanSupplier serving;

  @Inject
  Readiness(Server server, Backend backend, @Identifier("cgrant") TlsIdentity identity) {
    this(server::isWarm, backend::state, identity::isServing);
  }

  Readiness(BooleanSupplier warm, Supplier<Backend.State> source, BooleanSupplier serving) {
    this.warm = warm;
    this.source = source;
    this.serving = serving;
  }

  /// Each is asked once: what is shown is what was judged by.
  @Override
  public HealthCheckResponse call() {
    boolean isWarm = warm.getAsBoolean();
    Backend.State state = source.get();
    boolean isServing = serving.getAsBoolean();
    var response =
        HealthCheckResponse.named("webhook")
            .status(isWarm && state.synced() && isServing)
            .withData("warm", isWarm)
            .withData("synced", state.synced())
            .withData("certificate", isServing)
            .withData("snapshotAgeSeconds", state.age().toSeconds());
    state.problems().stream().limit(1).forEach(p -> response.withData("problem", p));
    return response.build();
  }
}
