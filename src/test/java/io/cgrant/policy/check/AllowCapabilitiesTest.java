// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.ContainerKind;
import io.cgrant.pod.Containers;
import io.cgrant.pod.Pods;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowCapabilitiesTest {

  private static final String FIRST = "spec.containers[0].securityContext.capabilities.add[0]: ";
  private static final Check KILL = new AllowCapabilities(Set.of("KILL"));

  @ParameterizedTest
  @EnumSource
  void refusesAContainerOfEveryKindThatAddsSysAdmin(ContainerKind kind) {
    Examined.by(
            AllowCapabilities.STRICT,
            Pods.granted()
                .withoutContainers()
                .withContainer(Containers.of(kind, "c").withCapabilities("SYS_ADMIN")))
        .finds(
            "spec."
                + kind.field()
                + "[0].securityContext.capabilities.add[0]: CapabilityNotAllowed")
        .saying("container \"c\" adds \"SYS_ADMIN\"", "only NET_BIND_SERVICE", "remove it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SYS_ADMIN",
        "sys_admin",
        "CAP_SYS_ADMIN",
        "cap_sys_admin",
        "Cap_Sys_Admin",
        "NET_RAW",
        "CHECKPOINT_RESTORE",
        "ALL",
        "all",
        "aLl"
      })
  void refusesWhatIsNotListedInEverySpelling(String capability) {
    adding(AllowCapabilities.STRICT, capability).finds(FIRST + "CapabilityNotAllowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "CAP_",
        "CAP_ALL",
        "cap_all",
        "CAP_CAP_KILL",
        "CAP_CAP_",
        " KILL",
        "KILL ",
        "KILL\n",
        "KI LL",
        "KILLS",
        "KIL",
        "k\u0131ll", // dotless i
        "\u212AILL", // Kelvin sign
        "KIL\uFF2C", // full-width L
        "CAP-KILL",
        "*",
        "37"
      })
  void refusesWhatLinuxDoesNotKnowAndLookAlikes(String capability) {
    adding(KILL, capability)
        .finds(FIRST + "UnknownCapability")
        .saying("adds \"" + capability + "\"", "does not know", "remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "kill", "CAP_KILL", "cap_kill", "Cap_kILL"})
  void acceptsWhatIsListedInEverySpelling(String capability) {
    adding(KILL, capability).findsNothing();
    adding(new AllowCapabilities(Set.of(capability)), "KILL").findsNothing();
  }

  @Test
  void doesNotDependOnTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr"));
      adding(KILL, "kill").findsNothing();
      adding(new AllowCapabilities(Set.of("net_bind_service")), "NET_BIND_SERVICE").findsNothing();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void reportsEachCapabilityOfEachContainerAtItsPlace() {
    Examined.by(
            AllowCapabilities.STRICT,
            Pods.granted()
                .withContainer(Containers.init("a").withCapabilities("NET_BIND_SERVICE", "BPF"))
                .withContainer(Containers.main("b").withCapabilities("ALL", "NOPE")))
        .finds(
            "spec.initContainers[0].securityContext.capabilities.add[1]: CapabilityNotAllowed",
            "spec.containers[1].securityContext.capabilities.add[0]: CapabilityNotAllowed",
            "spec.containers[1].securityContext.capabilities.add[1]: UnknownCapability");
  }

  @Test
  void allowsNoneWhenTheListIsEmpty() {
    adding(new AllowCapabilities(Set.of()), "NET_BIND_SERVICE")
        .finds(FIRST + "CapabilityNotAllowed")
        .saying("allows none");
  }

  @Test
  void namesThePolicysListInOneSpellingAndOrder() {
    var check = new AllowCapabilities(new LinkedHashSet<>(List.of("cap_net_raw", "Kill", "CHOWN")));
    assertEquals(new AllowCapabilities(Set.of("KILL", "CHOWN", "NET_RAW")), check);
    adding(check, "BPF").saying("only CHOWN, KILL, NET_RAW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALL", "all"})
  void aPolicyCannotAllowAll(String all) {
    var invalid = allowing("CHOWN", all);
    assertEquals("require.capabilities.allow[1]", invalid.field());
    assertTrue(invalid.getMessage().contains("would allow everything"), invalid.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CAP_ALL", "NET_BIND", "k\u0131ll", "KILL "})
  void aPolicyCannotAllowWhatLinuxDoesNotKnow(String unknown) {
    var invalid = allowing("CHOWN", unknown);
    assertEquals("require.capabilities.allow[1]", invalid.field());
    assertTrue(invalid.getMessage().contains("\"" + unknown + "\""), invalid.getMessage());
  }

  @Test
  void knowsEveryCapabilityOfLinux() {
    assertEquals(41, Capability.values().length);
    for (Capability capability : Capability.values()) {
      adding(new AllowCapabilities(Set.of(capability.name())), "CAP_" + capability).findsNothing();
    }
  }

  private static InvalidCheck allowing(String... names) {
    return assertThrows(
        InvalidCheck.class, () -> new AllowCapabilities(new LinkedHashSet<>(List.of(names))));
  }

  private static Examined adding(Check check, String capability) {
    return Examined.by(
        check,
        Pods.granted()
            .withoutContainers()
            .withContainer(Containers.main("c").withCapabilities(capability)));
  }
}
