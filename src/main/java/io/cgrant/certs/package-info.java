// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
/// The authority, the serving certificate, and the live key pair of the TLS layer.
package io.cgrant.certs;
