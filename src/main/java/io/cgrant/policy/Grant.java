// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.util.Set;

/// What a policy gives.
///
/// @param routes the ways a granted pod may take
/// @param runtimeClassName what a pod gets that asks by label and takes no route by itself; empty
/// where the policy does not grant that route
/// @param defaultHostUsers whether to set `hostUsers: false` where the pod leaves it out
public record Grant(Set<Route.Name> routes, String runtimeClassName, boolean defaultHostUsers) {
  public Grant {
    routes = Set.copyOf(routes);
  }
}
