// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

import io.cgrant.policy.Objections;

/// That a pod has its grant only because the policy warns or audits and does not enforce.
///
/// @param policy that would grant it today
/// @param objections what `Enforce` would refuse; never empty
/// @param sentence for a person: quotes of the pod only what an Event may
public record Tolerance(String policy, Objections objections, String sentence) {}
