// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import io.cgrant.pod.Confinement;
import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ForbidSeLinuxOptionsTest {

  private static final Check CHECK = new ForbidSeLinuxOptions();

  private static final String FIELD = ".securityContext.seLinuxOptions.";

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKind(ContainerKind kind) {
    Examined.by(
            CHECK,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "web").withConfinement(with("spc_t", "u", "r"))))
        .finds(
            "spec." + kind.field() + "[0]" + FIELD + "type: SeLinuxNotAllowed",
            "spec." + kind.field() + "[0]" + FIELD + "user: SeLinuxNotAllowed",
            "spec." + kind.field() + "[0]" + FIELD + "role: SeLinuxNotAllowed")
        .saying("\"spc_t\"", "remove");
  }

  @Test
  void refusesThePodsOwn() {
    Examined.by(CHECK, Pods.granted().withConfinement(with("", "", "sysadm_r")))
        .finds("spec" + FIELD + "role: SeLinuxNotAllowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"})
  void acceptsTheTypesOfContainers(String type) {
    Examined.by(CHECK, Pods.granted().withConfinement(with(type, "", ""))).findsNothing();
  }

  private static Confinement with(String type, String user, String role) {
    return new Confinement(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Confinement.SeLinux(type, user, role)),
        Optional.empty());
  }
}
