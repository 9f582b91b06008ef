// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that a decision may know of the cluster, taken before it begins.
///
/// @param runtimeClasses handler by RuntimeClass name
/// @param gatedHandlers the handlers that mount the cgroup writable; configuration, never a
/// policy
/// @param namespaceLabels of the pod's namespace; empty when the namespace is not known
/// @param takenAt the moment that counts for whatever has an end
/// @param testimony what the API server has said about this request
public record Snapshot(
    boolean synced,
    PolicySet policies,
    Map<String, String> runtimeClasses,
    Set<String> gatedHandlers,
    Optional<Map<String, String>> namespaceLabels,
    Instant takenAt,
    Testimony testimony) {

  /// At no known moment: whatever has an end has ended.
  public Snapshot(
      boolean synced,
      PolicySet policies,
      Map<String, String> runtimeClasses,
      Set<String> gatedHandlers,
      Optional<Map<String, String>> namespaceLabels) {
    this(
        synced,
        policies,
        runtimeClasses,
        gatedHandlers,
        namespaceLabels,
        Instant.MAX,
        Testimony.NONE);
  }

  /// The handlers that are gated unless the configuration says otherwise: the names that
  /// their documentation uses, one for each common runtime.
  public static final String USUALLY_GATED =
      "cgroup-writable,runc-cgroup-writable,crun-cgroup-writable";

  /// Before the caches have synced: nothing is known, so nothing that asks can be decided.
  public static final Snapshot UNSYNCED =
      new Snapshot(false, PolicySet.EMPTY, Map.of(), Set.of(), Optional.empty());

  /// The same, at another moment.
  public Snapshot at(Instant moment) {
    return new Snapshot(
        synced, policies, runtimeClasses, gatedHandlers, namespaceLabels, moment, testimony);
  }

  /// The same, with what the API server has said.
  public Snapshot with(Testimony heard) {
    return new Snapshot(
        synced, policies, runtimeClasses, gatedHandlers, namespaceLabels, takenAt, heard);
  }
}
