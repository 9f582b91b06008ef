// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.certs.Lifetimes;
import io.cgrant.certs.Rotation;
import io.cgrant.certs.Step;
import io.cgrant.leadership.Leadership;
import io.cgrant.rotation.CertificateKeeper;
import io.cgrant.rotation.ChangeWatch;
import io.cgrant.rotation.RotationMeter;
import io.cgrant.rotation.SecretState;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.UUID;

/// Where replicas share one certificate: who leads, what is stored, and what is served.
final class SharedCertificates implements AutoCloseable {

  private static final String LEASE = "cgrant-certificates";
  private static final int PART_OF_A_UUID = 8;

  private final Leadership leadership;
  private final CertificateKeeper keeper;
  private final ChangeWatch watch;

  /// @param secret its name
  /// @param instance which replica this is
  SharedCertificates(
      KubernetesClient client,
      Configuration configuration,
      String secret,
      String instance,
      TlsIdentity served) {
    Configuration.Tls tls = configuration.tls();
    String namespace = configuration.ordinaryClasses().namespace();
    // A container that is restarted keeps its pod's name.
    String identity = instance + "-" + UUID.randomUUID().toString().substring(0, PART_OF_A_UUID);
    leadership = new Leadership(client, namespace, LEASE, identity, this::look);
    keeper =
        new CertificateKeeper(
            client,
            namespace,
            secret,
            identity,
            leadership::leads,
            new Rotation(
                tls.names(), Lifetimes.of(tls.authorityLife(), tls.life()), tls.settling()),
            InstantSource.system(),
            Stopwatch.RUNNING,
            served::serve);
    watch = new ChangeWatch(client, namespace, secret, keeper::look);
  }

  void start() {
    leadership.start();
    keeper.start();
    watch.start();
  }

  void measure(MeterRegistry registry) {
    RotationMeter meter = keeper.meter();
    for (Step.Change change : Step.Change.values()) {
      FunctionCounter.builder("cgrant.certificate.changes", meter, m -> m.count(change))
          .description("What this replica wrote into the Secret")
          .tag("change", change.name())
          .register(registry);
    }
    for (SecretState state : SecretState.values()) {
      Gauge.builder("cgrant.certificate.secret", meter, m -> m.state() == state ? 1 : 0)
          .description("What this replica last found in the Secret")
          .tag("state", state.name())
          .register(registry);
    }
    FunctionCounter.builder("cgrant.certificate.publications", meter, RotationMeter::publications)
        .description("How often this replica wrote caBundle")
        .register(registry);
    Gauge.builder("cgrant.certificate.authorities", meter, RotationMeter::authorities)
        .description("How many authorities the API server is told to trust")
        .register(registry);
    Gauge.builder("cgrant.certificate.authority.not.after", meter, RotationMeter::authorityEnds)
        .description("When the authority ends, since 1970")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("cgrant.certificate.leader", leadership, l -> l.leads() ? 1 : 0)
        .description("Whether this replica writes the Secret and caBundle")
        .register(registry);
  }

  @Override
  public void close() {
    watch.close();
    keeper.close();
    leadership.close();
  }

  private void look() {
    keeper.look();
  }
}
