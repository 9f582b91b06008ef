// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Pods;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class StrictDefaultsTest {

  @Test
  void acceptTheSmallestPodTogetherWithTheFloor() {
    var all = new ArrayList<>(Floor.CHECKS);
    all.addAll(Strict.CHECKS);
    all.forEach(check -> Examined.by(check, Pods.granted()).findsNothing());
  }
}
