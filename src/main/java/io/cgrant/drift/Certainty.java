// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.drift;

/// How much of what a policy looks at was there when a pod was judged again.
enum Certainty {
  Whole,
  /// An expression looked at the request that made the pod, which nobody kept.
  WithoutRequest
}
