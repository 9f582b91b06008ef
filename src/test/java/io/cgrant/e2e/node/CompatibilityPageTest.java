// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    assertEquals(
        Set.of(TestedFiles.digest()), Set.copyOf(digests), "make node-matrix writes it anew");
  }

  @Test
  void ofEachNodeOfTheMatrixThePageHasARow() throws IOException {
    List<String> digests = CompatibilityPage.digests(CompatibilityPage.read());
    assertEquals(NodeMatrix.nodes().size(), digests.size(), digests::toString);
  }

  /// Under each runtime, on one node at least.
  @Test
  void eachClaimWasSeenToHold() {
    String page = CompatibilityPage.read();
    assertEquals(
        List.of(),
        Stream.of(Claim.values())
            .flatMap(claim -> Stream.of(OciRuntime.values()).map(r -> NodeResult.key(claim, r)))
            .filter(key -> !CompatibilityPage.shows(page, key))
            .toList());
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
