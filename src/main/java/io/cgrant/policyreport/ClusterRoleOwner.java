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
/// namespaces.
record ClusterRoleOwner(KubernetesClient client) implements Supplier<Optional<Owner>> {

  private static final Logger LOG = Logger.getLogger(ClusterRoleOwner.class);
  private static final String NAME = "cgrant";

  /// Empty where there is none, or it cannot be read: better no owner than no report.
  @Override
  public Optional<Owner> get() {
    try {
      return Optional.ofNullable(client.resources(ClusterRole.class).withName(NAME).get())
          .map(
              role ->
                  new Owner(
                      role.getApiVersion(), role.getKind(), NAME, role.getMetadata().getUid()));
    } catch (KubernetesClientException e) {
      LOG.debugf("reports have no owner: %s", e.getMessage());
      return Optional.empty();
    }
  }
}
