// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import org.junit.jupiter.api.Test;

final class ForbidUnsafeSysctlsTest {

  private static final Check CHECK = new ForbidUnsafeSysctls();

  @Test
  void refusesEachThatIsNotSafe() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withSysctls("kernel.msgmax", "net.ipv4.tcp_syncookies", "net.core.somaxconn", ""))
        .finds(
            "spec.securityContext.sysctls[0].name: SysctlNotAllowed",
            "spec.securityContext.sysctls[2].name: SysctlNotAllowed",
            "spec.securityContext.sysctls[3].name: SysctlNotAllowed")
        .saying("\"kernel.msgmax\"", "remove");
  }

  @Test
  void acceptsTheSafeOnes() {
    Examined.by(
            CHECK,
            Pods.granted()
                .withContainer(Containers.main("b"))
                .withSysctls("kernel.shm_rmid_forced", "net.ipv4.tcp_notsent_lowat"))
        .findsNothing();
  }
}
