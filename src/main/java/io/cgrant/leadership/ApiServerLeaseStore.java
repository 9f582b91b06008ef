// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/// A Lease, written only while it is as it was read.
record ApiServerLeaseStore(
    KubernetesClient client, String namespace, String name, InstantSource clock)
    implements LeaseStore {

  @Override
  public Optional<Term> read() {
    return Optional.ofNullable(client.leases().inNamespace(namespace).withName(name).get())
        .map(ApiServerLeaseStore::term);
  }

  @Override
  public Optional<Term> write(String holder, Duration lasting, String version) {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            // Here and not by lockResourceVersion, which update() passes over.
            .withResourceVersion(version.isEmpty() ? null : version)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withLeaseDurationSeconds(Math.toIntExact(lasting.toSeconds()))
            // For people. Nobody here compares it with a clock.
            .withRenewTime(now)
            .endSpec()
            .build();
    try {
      var resource = client.resource(lease);
      return Optional.of(term(version.isEmpty() ? resource.create() : resource.update()));
    } catch (KubernetesClientException e) {
      boolean isTaken =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              || !version.isEmpty() && e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
      if (isTaken) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Term term(Lease lease) {
    var spec = Optional.ofNullable(lease.getSpec());
    return new Term(
        spec.map(s -> s.getHolderIdentity()).orElse(""),
        Duration.ofSeconds(spec.map(s -> s.getLeaseDurationSeconds()).orElse(0)),
        lease.getMetadata().getResourceVersion());
  }
}
