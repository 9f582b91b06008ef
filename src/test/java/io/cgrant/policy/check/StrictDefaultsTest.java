// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Pods;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StrictDefaultsTest {

  private static final List<Check> STRICT =
      List.of(
          new ForbidHostNamespaces(),
          new RequireUserNamespace(),
          RequireLimits.STRICT,
          RequireQosClass.STRICT,
          AllowCapabilities.STRICT,
          new ForbidPrivilegeEscalation(),
          RequireSeccomp.STRICT,
          RequireProcMount.STRICT,
          AllowHostPaths.STRICT);

  @Test
  void acceptTheSmallestPodTogetherWithTheFloor() {
    var all = new ArrayList<>(Floor.CHECKS);
    all.addAll(STRICT);
    all.forEach(check -> Examined.by(check, Pods.granted()).findsNothing());
  }
}
