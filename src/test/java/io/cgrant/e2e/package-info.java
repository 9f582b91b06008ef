// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// cgrant as people run it: the packaged jar, over TLS, asked by a real API server. Nothing here
/// stands in for the way a pod takes through admission.
package io.cgrant.e2e;
