// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.pod;

import java.util.Map;
import java.util.Optional;

/// `resources` of a container, or of the pod as a whole (KEP-2837).
///
/// A limit of zero is kept as written: the kubelet treats it as no limit, so ask [#limit] rather
/// than the map.
public record Resources(Map<String, Quantity> requests, Map<String, Quantity> limits) {

  public static final Resources NONE = new Resources(Map.of(), Map.of());

  /// The limit that binds: empty when it is left out or not above zero.
  public Optional<Quantity> limit(String resource) {
    Quantity limit = limits.get(resource);
    return limit != null && limit.isPositive() ? Optional.of(limit) : Optional.empty();
  }
}
