// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.manifest.WorkloadReader;
import io.cgrant.pod.PodView;
import io.cgrant.policy.check.Check;
import io.cgrant.policy.check.Floor;
import io.cgrant.policy.check.Strict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds each row of `docs/reference/pod-security.md`: what a rule of level `restricted` forbids is
/// refused by the check named there, in a container of every kind, and what it allows is accepted
/// if the row says that both are equal. That the standard forbids and allows it is for
/// `PodSecurityIT`.
final class PodSecurityTableTest {

  private static final Path PAGE = Path.of("docs/reference/pod-security.md");

  @ParameterizedTest
  @EnumSource
  void whatTheStandardForbidsIsRefusedByTheCheckOfItsRow(PodSecurityRule rule) {
    for (String patch : rule.samples().forbiddenToPods()) {
      assertRefused(rule, bent(patch), patch);
    }
    for (String patch : rule.samples().forbiddenToContainers()) {
      for (String list : BentPod.LISTS) {
        assertRefused(rule, bentContainer(list, patch), list + " " + patch);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStandardAllowsIsAccepted(PodSecurityRule rule) {
    for (String patch : rule.samples().allowedToPods()) {
      assertEquals(List.of(), reasons(bent(patch), rule), patch);
    }
    for (String patch : rule.samples().allowedToContainers()) {
      for (String list : BentPod.LISTS) {
        assertEquals(List.of(), reasons(bentContainer(list, patch), rule), list + " " + patch);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereARowSaysStricterSomethingAllowedIsRefused(PodSecurityRule rule) {
    for (String patch : rule.samples().refusedThoughAllowed()) {
      assertRefused(rule, bent(patch), patch);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereARowSaysLooserSomethingForbiddenIsAccepted(PodSecurityRule rule) {
    for (String patch : rule.samples().acceptedThoughForbidden()) {
      for (String list : BentPod.LISTS) {
        assertEquals(List.of(), reasons(bentContainer(list, patch), rule), list + " " + patch);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePageHasTheRow(PodSecurityRule rule) throws Exception {
    String begin = "| `" + rule.name() + "` | ";
    List<String> rows = Files.readAllLines(PAGE).stream().filter(l -> l.startsWith(begin)).toList();
    assertEquals(1, rows.size(), "rows that begin with " + begin);
    String[] cells = rows.getFirst().split(" *\\| *", -1);
    assertEquals(rule.check().getSimpleName(), cells[2]);
    assertTrue(cells[3].startsWith(rule.samples().compared()), rows.getFirst());
  }

  @Test
  void thePodThatIsBentIsGranted() {
    PodView pod = bent("{}");
    var all = new ArrayList<>(Floor.CHECKS);
    all.addAll(Strict.CHECKS);
    all.forEach(check -> assertEquals(List.of(), check.examine(pod)));
  }

  private static void assertRefused(PodSecurityRule rule, PodView pod, String how) {
    assertTrue(!reasons(pod, rule).isEmpty(), rule + " accepts " + how);
  }

  private static List<String> reasons(PodView pod, PodSecurityRule rule) {
    var all = new ArrayList<>(Floor.CHECKS);
    all.addAll(Strict.CHECKS);
    Check check = all.stream().filter(rule.check()::isInstance).findFirst().orElseThrow();
    return check.examine(pod).stream().map(f -> f.path() + ": " + f.reason().name()).toList();
  }

  private static PodView bent(String patch) {
    return view(BentPod.bent(patch));
  }

  private static PodView bentContainer(String list, String patch) {
    return view(BentPod.bentContainer(list, patch));
  }

  private static PodView view(ObjectNode pod) {
    return WorkloadReader.read(pod.toString().getBytes(StandardCharsets.UTF_8)).orElseThrow().pod();
  }
}
