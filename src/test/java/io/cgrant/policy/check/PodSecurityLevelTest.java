// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy.check;

import static io.cgrant.policy.check.PodSecurityLevel.Baseline;
import static io.cgrant.policy.check.PodSecurityLevel.Privileged;
import static io.cgrant.policy.check.PodSecurityLevel.Restricted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A stanza that lets more through than the level does is named; one that does not, is not.
final class PodSecurityLevelTest {

  @Test
  void restrictedIsLoosenedByTheLackOfItsOwnCheckAlone() {
    assertEquals(Set.of(Requirement.privilegeEscalation), Restricted.loosenedBy(List.of()));
    assertEquals(Set.of(), loosened(Restricted));
    assertEquals(Set.of(), Baseline.loosenedBy(List.of()));
  }

  @Test
  void seccompLoosensWhereAnotherTypeThanTheStandardsIsAllowed() {
    assertEquals(Set.of(), loosened(Restricted, RequireSeccomp.STRICT));
    for (PodSecurityLevel level : List.of(Restricted, Baseline)) {
      assertEquals(
          Set.of(Requirement.seccomp),
          loosened(level, new RequireSeccomp(Set.of("RuntimeDefault", "Unconfined"))));
    }
  }

  @Test
  void capabilitiesLoosenByTheLevel() {
    var chown = new AllowCapabilities(Set.of("CHOWN"));
    assertEquals(Set.of(Requirement.capabilities), loosened(Restricted, chown));
    assertEquals(Set.of(), loosened(Baseline, chown));
    assertEquals(
        Set.of(Requirement.capabilities),
        loosened(Baseline, new AllowCapabilities(Set.of("SYS_ADMIN"))));
    assertEquals(Set.of(), loosened(Restricted, AllowCapabilities.STRICT));
  }

  @Test
  void anUnmaskedProcLoosensRestrictedAlone() {
    var unmasked = new RequireProcMount(Set.of("Default", "Unmasked"));
    assertEquals(Set.of(Requirement.procMount), loosened(Restricted, unmasked));
    assertEquals(Set.of(), loosened(Baseline, unmasked));
    assertEquals(Set.of(), loosened(Restricted, RequireProcMount.STRICT));
  }

  @Test
  void aFolderOfTheHostLoosensAndNoFolderDoesNot() {
    var logs = new AllowHostPaths(List.of("/var/log"));
    assertEquals(Set.of(Requirement.hostPaths), loosened(Restricted, logs));
    assertEquals(Set.of(Requirement.hostPaths), loosened(Baseline, logs));
    assertEquals(Set.of(), loosened(Baseline, new AllowHostPaths(List.of())));
  }

  @Test
  void nothingLoosensWhatAsksForNothing() {
    assertEquals(Set.of(), loosened(Privileged, new AllowCapabilities(Set.of("SYS_ADMIN"))));
  }

  private static Set<Requirement> loosened(PodSecurityLevel level, Check... checks) {
    var all = new ArrayList<Check>(List.of(checks));
    all.add(new ForbidPrivilegeEscalation());
    return level.loosenedBy(all);
  }
}
