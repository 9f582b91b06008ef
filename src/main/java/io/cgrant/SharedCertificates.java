// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import io.cgrant.certs.Lifetimes;
import io.cgrant.certs.Rotation;
import io.cgrant.certs.Step;
import io.cgrant.leadership.Leadership;
import io.cgrant.metric.Meters;
import io.cgrant.metric.Metric;
import io.cgrant.rotation.CertificateKeeper;
import io.cgrant.rotation.ChangeWatch;
import io.cgrant.rotation.RotationMeter;
import io.cgrant.rotation.SecretState;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;

/// Where replicas share one certificate: what is stored, and what is served.
final class SharedCertificates implements AutoCloseable {

  private final CertificateKeeper keeper;
  private final ChangeWatch watch;

  /// @param secret its name
  /// @param leadership of the replica that writes
  SharedCertificates(
      KubernetesClient client,
      Configuration configuration,
      String secret,
      Leadership leadership,
      TlsIdentity served) {
    Configuration.Tls tls = configuration.tls();
    String namespace = configuration.ordinaryClasses().namespace();
    keeper =
        new CertificateKeeper(
            client,
            namespace,
            secret,
            leadership.identity(),
            leadership::leads,
            new Rotation(
                tls.names(), Lifetimes.of(tls.authorityLife(), tls.life()), tls.settling()),
            InstantSource.system(),
            Stopwatch.RUNNING,
            served::serve);
    watch = new ChangeWatch(client, namespace, secret, keeper::look);
    leadership.whenGained(keeper::look);
  }

  void start() {
    keeper.start();
    watch.start();
  }

  void measure(Meters meters) {
    RotationMeter meter = keeper.meter();
    for (Step.Change change : Step.Change.values()) {
      meters.counted(Metric.CertificateChanges, meter, m -> m.count(change), change);
    }
    for (SecretState state : SecretState.values()) {
      meters.gauge(Metric.CertificateSecret, meter, m -> m.state() == state ? 1 : 0, state);
    }
    meters.counted(Metric.CertificatePublications, meter, RotationMeter::publications);
    meters.gauge(Metric.CertificateAuthorities, meter, RotationMeter::authorities);
    meters.gauge(Metric.CertificateAuthorityNotAfter, meter, RotationMeter::authorityEnds);
  }

  @Override
  public void close() {
    watch.close();
    keeper.close();
  }
}
