// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A namespace in which Kubernetes' own quota stores no further pod.
final class NoRoom {

  private static final Duration COUNTED = Duration.ofMinutes(1);

  private NoRoom() {}

  /// Returns when the API server holds to it, which pods that ask for nothing show.
  static void in(Stage stage, World world) {
    JsonNode quota =
        Manifests.parse(
                """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: no-room, namespace: $NAMESPACE}
                spec: {hard: {pods: "0"}}
                """
                    .replace("$NAMESPACE", world.namespace()))
            .getFirst();
    stage.admin().create(quota).orThrow();
    var tried = new AtomicInteger();
    Wait.upTo(COUNTED)
        .until(
            "the quota holds",
            () ->
                stage.create(world.ordinaryPod("ordinary-" + tried.incrementAndGet())).code()
                    == 403);
  }
}
