// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.e2e.Cluster.Ability;
import org.junit.jupiter.api.Assumptions;

/// Ends a test that cannot run here, aloud.
final class Abort {

  private Abort() {}

  static void unless(Cluster cluster, Ability ability, String test) {
    if (!cluster.has(ability)) {
      ClusterChoice.say(
          "NOT RUN: " + test + " needs " + ability + ", not so " + cluster.description());
      Assumptions.abort(cluster.description() + " has no " + ability);
    }
  }
}
