// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.runtimeclass;

import java.util.Optional;
import java.util.Set;

/// Where the names of ordinary RuntimeClasses are kept, in two places with two meanings. Every
/// method blocks, asks the API server and its storage and no memory, and throws a
/// [io.fabric8.kubernetes.client.KubernetesClientException] when it could not.
interface OrdinaryClassStore {

  /// The names that the guards keep from ever standing for a gated handler; empty when one of the
  /// guards, or its binding, is missing.
  Optional<Set<String>> guarded();

  /// Has these guarded too.
  void guard(Set<String> names);

  /// The handler of a class; empty when there is no such class.
  Optional<String> handler(String className);

  /// The names of which the API server sends no pods, in every webhook that has a place for them.
  Set<String> listed();

  /// Has the API server send no pods of these, and of no others.
  void list(Set<String> names);
}
