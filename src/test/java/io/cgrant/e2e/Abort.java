// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import io.cgrant.e2e.Cluster.Ability;
import org.opentest4j.TestAbortedException;

/// Ends a test that cannot run here, aloud. Where everything must run, as in CI, that is a failure:
/// what can run nowhere is not proven.
///
/// @param everythingMustRun as [ClusterChoice#mustShowEverything()] says
record Abort(boolean everythingMustRun) {

  private static final Abort HERE = new Abort(ClusterChoice.mustShowEverything());

  static void unless(Cluster cluster, Ability ability, String test) {
    if (!cluster.has(ability)) {
      throw because(
          test,
          cluster.description() + " has no " + ability,
          "take a cluster that has, as that of e2e/controlplane");
    }
  }

  /// To be thrown.
  ///
  /// @param test what is not run
  /// @param why what there is none of
  /// @param remedy what to install, or to do
  static RuntimeException because(String test, String why, String remedy) {
    if (!HERE.everythingMustRun) {
      ClusterChoice.say("NOT RUN: " + test + "; " + why + ": " + remedy);
    }
    return HERE.of(test, why, remedy);
  }

  RuntimeException of(String test, String why, String remedy) {
    return everythingMustRun
        ? new IllegalStateException(test + " must run in CI: " + why + "; " + remedy)
        : new TestAbortedException(why);
  }
}
