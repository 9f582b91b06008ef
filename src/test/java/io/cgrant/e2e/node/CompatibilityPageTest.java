// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompatibilityPageTest {

  private static final String PAGE =
      """
      | It | containerd 2.1.9 | containerd 2.1.9, machine |
      |---|---|---|
      | it is limited, runc | not shown: no controllers | yes |
      | it is limited, crun | not shown: no controllers | NO: it was not |
      | it is bound, runc | not shown: no controllers |
      """;

  /// What was seen with other files says nothing of these.
  @Test
  void allOfThePageWasSeenWithTheFilesOfToday() {
    List<String> digests = CompatibilityPage.digests(CompatibilityPage.read());
    assertTrue(digests.size() >= 7, digests::toString);
    assertEquals(
        Set.of(TestedFiles.digest()), Set.copyOf(digests), "make node-matrix writes it anew");
  }

  @Test
  void aClaimIsShownWhereItWasSeenOnAnyNode() {
    assertTrue(CompatibilityPage.shows(PAGE, "it is limited, runc"));
  }

  @Test
  void aClaimThatNoNodeShowedIsNotShown() {
    assertFalse(CompatibilityPage.shows(PAGE, "it is limited, crun"));
    assertFalse(CompatibilityPage.shows(PAGE, "it is bound, runc"));
    assertFalse(CompatibilityPage.shows(PAGE, "it is"));
    assertFalse(CompatibilityPage.shows("", "it is limited, runc"));
  }
}
