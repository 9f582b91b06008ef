// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The HTTP API: what `cgrant why` and `cgrant who` tell, and the policies, for portals and
/// pipelines. On a port of its own, and nothing of it is there unless it is switched on.
///
/// Nobody is answered whom the API server does not know, and nobody is told what `kubectl get`
/// would not show them.
package io.cgrant.api;
