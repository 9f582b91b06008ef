// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cli;

/// What can become of a pod.
enum Outcome {
  Granted,
  Refused,
  Undecided,
  NotAsked
}
