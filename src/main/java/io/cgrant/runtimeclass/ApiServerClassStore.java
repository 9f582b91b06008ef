// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cgrant.cluster.ClusterReads;
import io.cgrant.registration.Guards;
import io.cgrant.registration.InstalledConfigurations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The names in a Secret, which a guard reads, and in the match conditions of our webhooks.
///
/// Of a webhook configuration only the expressions that hold names are written, by server-side
/// apply, and only while it is as it was read. Nobody owns them then, so whoever installs the
/// configuration anew finds no conflict.
final class ApiServerClassStore implements OrdinaryClassStore {

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Adds keys and takes none away, whoever else adds some.
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  private final KubernetesClient client;
  private final ClusterReads reads;
  private final InstalledConfigurations installed;
  private final String namespace;

  ApiServerClassStore(KubernetesClient client, String namespace) {
    this.client = client;
    this.reads = new ClusterReads(client);
    this.installed = new InstalledConfigurations(client, "cgrant-ordinary-classes");
    this.namespace = namespace;
  }

  @Override
  public Optional<Set<String>> guarded() {
    // The one keeps a name from a gated handler, the other a handler from a class without a label.
    if (!isBound(Guards.ORDINARY_CLASSES) || !isBound(Guards.RUNTIME_CLASSES)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            client.secrets().inNamespace(namespace).withName(Guards.ORDINARY_CLASSES).get())
        .map(map -> map.getData() == null ? Set.of() : Set.copyOf(map.getData().keySet()));
  }

  @Override
  public void guard(Set<String> names) {
    var data = new TreeMap<String, String>();
    names.forEach(name -> data.put(name, ""));
    Secret more = new SecretBuilder().withData(data).build();
    client
        .secrets()
        .inNamespace(namespace)
        .withName(Guards.ORDINARY_CLASSES)
        .patch(MERGE, JSON.valueToTree(more).toString());
  }

  @Override
  public Optional<String> handler(String className) {
    return reads.handler(className);
  }

  @Override
  public Set<String> listed() {
    List<Set<String>> each =
        configurations().stream().flatMap(listed -> listed.inAll().stream()).toList();
    if (each.isEmpty()) {
      return Set.of();
    }
    var common = new HashSet<>(each.getFirst());
    each.forEach(common::retainAll);
    return common;
  }

  @Override
  public void list(Set<String> names) {
    for (ListedNames listed : configurations()) {
      JsonNode now = listed.replacedBy(names).map(installed::apply).orElse(listed.configuration());
      installed.disown(now);
    }
  }

  private boolean isBound(String guard) {
    return named(ValidatingAdmissionPolicy.class, guard).isPresent()
        && named(ValidatingAdmissionPolicyBinding.class, guard).isPresent();
  }

  private List<ListedNames> configurations() {
    return installed.read().stream().map(ListedNames::new).toList();
  }

  private <T extends HasMetadata> Optional<T> named(Class<T> kind, String name) {
    return Optional.ofNullable(client.resources(kind).withName(name).get());
  }
}
