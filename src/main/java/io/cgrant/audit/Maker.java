// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.audit;

import io.cgrant.policy.Ask;
import io.cgrant.policy.WorkloadControllers;

/// Who made the pod that something happened to. Anybody who makes pods may name any object as the
/// controller of one; only a controller of Kubernetes names the one it works for.
enum Maker {
  Controller,
  Anybody,
  /// Of a pod that was found running: nobody sees any more who made it.
  Unseen;

  static Maker of(Ask.Requester requester, WorkloadControllers controllers) {
    return controllers.include(requester) ? Controller : Anybody;
  }
}
