// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.inquiry;

import io.cgrant.apiserver.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    Digest digest() {
      var texts = new ArrayList<>(List.of(username, policy, namespace));
      // A set has no order of its own.
      texts.addAll(new TreeSet<>(groups));
      return Digest.of(texts);
    }
  }
}
