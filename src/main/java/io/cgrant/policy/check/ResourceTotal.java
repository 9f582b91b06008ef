// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.ContainerView;
import io.cgrant.pod.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How much of one resource the containers of a pod use at the most demanding moment of its life,
/// as the scheduler counts it (KEP-753, `AggregateContainerLimits`).
///
/// Each init container runs alone beside the sidecars before it; later the main containers run
/// together beside all sidecars. Ephemeral containers have no resources.
final class ResourceTotal {

  private ResourceTotal() {}

  /// Adds up what the containers say.
  ///
  /// @param amount what a container counts for; empty where it says nothing
  /// @return empty when no container says anything
  static Optional<Quantity> of(
      List<ContainerView> containers, Function<ContainerView, Optional<Quantity>> amount) {
    boolean said = false;
    Quantity sidecars = Quantity.ZERO;
    Quantity starting = Quantity.ZERO;
    Quantity running = Quantity.ZERO;
    for (ContainerView container : containers) {
      Optional<Quantity> amountOfOne = amount.apply(container);
      said |= amountOfOne.isPresent();
      Quantity own = amountOfOne.orElse(Quantity.ZERO);
      switch (container.kind()) {
        case INIT -> starting = larger(starting, sidecars.plus(own));
        case SIDECAR -> sidecars = sidecars.plus(own);
        case MAIN -> running = running.plus(own);
        case EPHEMERAL -> {}
      }
    }
    return said ? Optional.of(larger(starting, running.plus(sidecars))) : Optional.empty();
  }

  private static Quantity larger(Quantity one, Quantity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
