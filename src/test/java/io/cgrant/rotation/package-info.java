// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// Replicas that share a certificate, and an API server that can be slow, busy or away.
package io.cgrant.rotation;
