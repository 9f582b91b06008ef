// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import java.util.Set;

/// Knows what RBAC allows. Blocks, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when it could not be asked.
@FunctionalInterface
interface Reviewer {

  /// Whether somebody may do this.
  boolean allows(Use use);

  /// The verb `use` on a policy, for the pods of a namespace.
  record Use(String username, Set<String> groups, String policy, String namespace) {
    public Use {
      groups = Set.copyOf(groups);
    }
  }
}
