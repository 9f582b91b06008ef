// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.cgrant.manifest.PolicyReading;

/// A policy object as it is stored, and what became of it.
///
/// @param status its `status` as stored now; a missing node where there is none
public record KnownPolicy(String name, long generation, PolicyReading reading, JsonNode status) {}
