// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Verdicts become Kubernetes Events, off the request thread and never in its way; so do the drift
/// of pods that run, and what there is to tell of a policy itself.
package io.cgrant.audit;
