// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.certs.Renewal;
import io.cgrant.leadership.Leadership;
import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/// Keeps the serving certificate fresh and measured. Off the request path.
@ApplicationScoped
class Certificates {

  private final TlsIdentity identity;
  private final Configuration configuration;
  private final Instance<KubernetesClient> client;
  private final Instance<Leadership> leadership;
  private final Meters meters;
  private Optional<SharedCertificates> shared = Optional.empty();

  Certificates(
      @Identifier("cgrant") TlsIdentity identity,
      Configuration configuration,
      Instance<KubernetesClient> client,
      Instance<Leadership> leadership,
      Meters meters) {
    this.identity = identity;
    this.configuration = configuration;
    this.client = client;
    this.leadership = leadership;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    meters.gauge(Metric.CertificateNotAfter, identity, Certificates::ends);
    meters.gauge(Metric.CertificateRenewalDue, identity, Certificates::renewalDue);
    if (configuration.tls().secret().isPresent() && configuration.folder().isPresent()) {
      throw new IllegalArgumentException(
          "cgrant.tls.secret and cgrant.folder are both set, and without a cluster there are no"
              + " Secrets: leave one of them out");
    }
    shared =
        configuration
            .tls()
            .secret()
            .map(
                name ->
                    new SharedCertificates(
                        client.get(), configuration, name, leadership.get(), identity));
    shared.ifPresent(s -> s.measure(meters));
    shared.ifPresent(SharedCertificates::start);
  }

  void stop(@Observes ShutdownEvent event) {
    shared.ifPresent(SharedCertificates::close);
  }

  private static double ends(TlsIdentity identity) {
    return identity.current().leaf().getNotAfter().toInstant().getEpochSecond();
  }

  private static double renewalDue(TlsIdentity identity) {
    return Renewal.dueAt(identity.current().leaf()).getEpochSecond();
  }
}
