// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.delegation.Delegation.Namespace;
import io.cgrant.delegation.Delegation.User;
import io.cgrant.doctor.ClusterFacts.Holder;
import io.cgrant.drift.StoredPod;
import io.cgrant.manifest.StoredPodReader;
import io.cgrant.manifest.Unreadable;
import io.cgrant.pod.ContainerView;
import io.cgrant.pod.PodSpec;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Reads who a pod with a writable cgroup runs as.
final class HolderReader {

  private HolderReader() {}

  /// @throws Unreadable when the pod cannot be read without guessing
  static Holder read(JsonNode pod, String handler) {
    StoredPod stored = StoredPodReader.read(pod.toString().getBytes(StandardCharsets.UTF_8));
    PodSpec spec = stored.pod().spec();
    return new Holder(
        "Pod/" + stored.namespace() + "/" + stored.pod().name(),
        handler,
        spec.hasUserNamespace() ? Namespace.Own : Namespace.OfTheNode,
        users(spec),
        spec.hostNamespaces().network() ? Holder.Network.OfTheNode : Holder.Network.Own);
  }

  private static Set<User> users(PodSpec spec) {
    Set<User> users = EnumSet.noneOf(User.class);
    for (ContainerView container : spec.containers()) {
      user(spec, container).ifPresent(users::add);
    }
    return users;
  }

  /// The container's own number, else the pod's; that it is not root is enough.
  private static Optional<User> user(PodSpec spec, ContainerView container) {
    Optional<Long> number =
        container.security().confinement().runAsUser().or(() -> spec.confinement().runAsUser());
    if (number.isPresent()) {
      return number.map(n -> n == 0 ? User.Root : User.Other);
    }
    boolean isNotRoot =
        container
            .security()
            .confinement()
            .runAsNonRoot()
            .or(() -> spec.confinement().runAsNonRoot())
            .orElse(false);
    return isNotRoot ? Optional.of(User.Other) : Optional.empty();
  }
}
