// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Verdict;

/// That a pod holds what nobody would give it today.
///
/// @param today what the gate would say if the pod were created now
/// @param sentence for a person: quotes of the pod only what an Event may
public record Drift(Cause cause, Verdict today, String sentence) {}
