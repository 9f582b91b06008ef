// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import java.util.List;

/// What a rule of the Pod Security Standards forbids and allows, as merge patches of [BentPod].
///
/// @param refusedThoughAllowed what a policy with strict defaults refuses pods, and the standard
///     does not
/// @param acceptedThoughForbidden what the standard forbids containers, and a policy with strict
///     defaults does not
public record PodSecuritySamples(
    List<String> forbiddenToPods,
    List<String> forbiddenToContainers,
    List<String> allowedToPods,
    List<String> allowedToContainers,
    List<String> refusedThoughAllowed,
    List<String> acceptedThoughForbidden) {

  static final PodSecuritySamples NONE =
      new PodSecuritySamples(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /// How cgrant compares with the standard: `stricter`, `equal` or `looser`.
  String compared() {
    if (!refusedThoughAllowed.isEmpty()) {
      return "stricter";
    }
    return acceptedThoughForbidden.isEmpty() ? "equal" : "looser";
  }

  PodSecuritySamples forbidsPods(String... patches) {
    return new PodSecuritySamples(
        List.of(patches),
        forbiddenToContainers,
        allowedToPods,
        allowedToContainers,
        refusedThoughAllowed,
        acceptedThoughForbidden);
  }

  PodSecuritySamples forbidsContainers(String... patches) {
    return new PodSecuritySamples(
        forbiddenToPods,
        List.of(patches),
        allowedToPods,
        allowedToContainers,
        refusedThoughAllowed,
        acceptedThoughForbidden);
  }

  PodSecuritySamples allowsPods(String... patches) {
    return new PodSecuritySamples(
        forbiddenToPods,
        forbiddenToContainers,
        List.of(patches),
        allowedToContainers,
        refusedThoughAllowed,
        acceptedThoughForbidden);
  }

  PodSecuritySamples allowsContainers(String... patches) {
    return new PodSecuritySamples(
        forbiddenToPods,
        forbiddenToContainers,
        allowedToPods,
        List.of(patches),
        refusedThoughAllowed,
        acceptedThoughForbidden);
  }

  /// In its strict defaults.
  PodSecuritySamples cgrantRefusesPods(String... patches) {
    return new PodSecuritySamples(
        forbiddenToPods,
        forbiddenToContainers,
        allowedToPods,
        allowedToContainers,
        List.of(patches),
        acceptedThoughForbidden);
  }

  /// In its strict defaults.
  PodSecuritySamples cgrantAcceptsContainers(String... patches) {
    return new PodSecuritySamples(
        forbiddenToPods,
        forbiddenToContainers,
        allowedToPods,
        allowedToContainers,
        refusedThoughAllowed,
        List.of(patches));
  }
}
