// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// Ready once the policies are known, the certificate that the API server trusts is served, and a
/// review has gone through the real port. An old snapshot does not make it unready: a decision from
/// the last known state beats none, and says how old it is here. Nor does a Secret that vanished:
/// the certificate that it held stays in use.
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {

  private final Server server;
  private final Backend backend;
  private final TlsIdentity identity;

  Readiness(Server server, Backend backend, @Identifier("cgrant") TlsIdentity identity) {
    this.identity = identity;
    this.server = server;
    this.backend = backend;
  }

  @Override
  public HealthCheckResponse call() {
    Backend.State state = backend.state();
    var response =
        HealthCheckResponse.named("webhook")
            .status(server.isWarm() && state.synced() && identity.isServing())
            .withData("warm", server.isWarm())
            .withData("synced", state.synced())
            .withData("certificate", identity.isServing())
            .withData("snapshotAgeSeconds", state.age().toSeconds());
    state.problems().stream().limit(1).forEach(p -> response.withData("problem", p));
    return response.build();
  }
}
