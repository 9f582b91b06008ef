// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The endpoints: read, decide, write. Knows HTTP, and neither Kubernetes clients nor how a verdict
/// is reached.
package io.cgrant.webhook;
