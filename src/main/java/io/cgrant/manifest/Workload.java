// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.manifest;

import io.cgrant.pod.PodView;
import io.cgrant.policy.Manuscript;

/// An object that is a pod or makes pods.
///
/// @param namespace as written; empty when left out
/// @param name its name, or what it is generated from; empty when it has neither
/// @param podPath what stands before the pod's own paths: empty, or `spec.template.`
public record Workload(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String podPath,
    PodView pod,
    Manuscript manuscript) {}
