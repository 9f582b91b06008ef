// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

/// Who explains: it decides what can be known, and what advice is of use.
public enum Viewpoint {
  /// The command line, from files or from what it read of a cluster.
  Replay,
  /// A replica of cgrant, which knows who asks, and asks the API server what it does not know.
  Replica
}
