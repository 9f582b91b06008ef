// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cgrant.drift.Cause;
import io.cgrant.drift.Drift;
import io.cgrant.drift.Holding;
import io.cgrant.drift.StoredPod;
import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import io.cgrant.policy.Manuscript;
import io.cgrant.policy.Route;
import io.cgrant.policy.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HoldingTreeTest {

  private static ObjectNode tree(String text) {
    var owner = new PodView.Owner("apps/v1", text, text, "u");
    PodView pod =
        new PodView(
            "p", Map.of(), Map.of(), Optional.of(owner), false, Pods.granted().view().spec());
    return HoldingTree.of(
        new Holding(
            new StoredPod("ml", "u", Optional.empty(), pod, Manuscript.NONE),
            Set.of(Route.Name.RuntimeClass),
            Optional.of(text),
            Optional.of(new Drift(Cause.NoRecord, Verdict.NotAsked.UNTOUCHED, text))));
  }

  @Test
  void noTextIsLongWhateverItsAuthorWrote() {
    ObjectNode tree = tree("x".repeat(1_300_000));
    assertTrue(tree.toString().length() < 5 * HoldingTree.LONGEST_TEXT, "length of all");
  }

  @Test
  void noneHoldsWhatATerminalActsOn() {
    ObjectNode tree = tree("a\u001b[2J\u202eb");
    assertEquals("a?[2J?b", tree.at("/controller/name").asText());
    assertEquals("a?[2J?b", tree.path("grantedBy").asText());
  }

  @Test
  void whatIsShortIsAllThere() {
    String longest = "x".repeat(HoldingTree.LONGEST_TEXT);
    assertEquals(longest, tree(longest).path("message").asText());
  }
}
