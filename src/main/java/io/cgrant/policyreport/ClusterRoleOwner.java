// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Reports belong to cgrant's ClusterRole, by which they may be written at all: it goes when cgrant
/// is uninstalled, and stays when the gate is turned off. The definition of policies would not do,
/// which stays with the policies; nor the Deployment, which cannot own what lies in other
/// namespaces. For one thread.
final class ClusterRoleOwner implements Supplier<Optional<Owner>> {

  private static final Logger LOG = Logger.getLogger(ClusterRoleOwner.class);
  private static final String NAME = "cgrant";

  private final KubernetesClient client;
  private Optional<Owner> last = Optional.empty();

  ClusterRoleOwner(KubernetesClient client) {
    this.client = client;
  }

  /// The one that was there last, where it is gone: what is written while cgrant is uninstalled
  /// then goes too. Empty where there never was one that could be read.
  @Override
  public Optional<Owner> get() {
    try {
      last =
          Optional.ofNullable(client.resources(ClusterRole.class).withName(NAME).get())
              .map(ClusterRoleOwner::of)
              .or(() -> last);
    } catch (KubernetesClientException e) {
      LOG.debugf("the owner of reports cannot be read: %s", e.getMessage());
    }
    return last;
  }

  private static Owner of(ClusterRole role) {
    return new Owner(role.getApiVersion(), role.getKind(), NAME, role.getMetadata().getUid());
  }
}
