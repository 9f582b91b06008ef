// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

/// Whether replicas were endpoints of the Service while a request was under way.
enum Served {
  /// One at every moment, and none was killed.
  Throughout,
  /// One at every moment, but one was killed, or had just been, and what was under way to it is
  /// lost. An API server does not ask twice.
  Interrupted,
  /// At some moment none.
  Not
}
