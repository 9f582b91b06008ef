// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Snapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// By what a pod is judged that was granted some time ago.
///
/// @param snapshot of its namespace, with every RuntimeClass there is
/// @param generations of all policies by name, also of those that do not compile
/// @param classSince when the class of a name was created; empty where nobody knows
public record Today(
    Snapshot snapshot,
    Map<String, Long> generations,
    Function<String, Optional<Instant>> classSince) {}
