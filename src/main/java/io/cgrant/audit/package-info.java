// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Verdicts become Kubernetes Events, off the request thread and never in its way.
package io.cgrant.audit;
