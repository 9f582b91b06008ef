// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

/// Something about one request that only the API server can tell, and only now.
public sealed interface Inquiry {

  /// Whose grant depends on it.
  String policy();

  /// What it is about, as part of a sentence.
  default String subject() {
    return switch (this) {
      case Room room -> "whether the quota of policy \"" + policy() + "\" leaves room";
      case Permission permission -> "whether RBAC allows the use of policy \"" + policy() + "\"";
    };
  }

  /// What asks for it, as a field of the policy.
  default String field() {
    return switch (this) {
      case Room room -> "require.quota";
      case Permission permission -> "require.authorization";
    };
  }

  /// Whether the policy has a grant left for the namespace. Where the pod is about to be
  /// stored, the answer takes that grant.
  record Room(String policy, Quota quota) implements Inquiry {}

  /// Whether the author and the ServiceAccount of the pod may use the policy.
  record Permission(String policy) implements Inquiry {}
}
