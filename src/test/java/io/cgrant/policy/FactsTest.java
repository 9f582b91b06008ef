// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.PodView;
import io.cgrant.pod.Pods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FactsTest {

  private static final PodView POD = Pods.granted().withRuntimeClass("cgroup-writable").view();

  @Test
  void theObjectHasWhatThePodWouldBeGivenAndNothingIsReplaced() {
    assertEquals(
        Map.of("runtimeClassName", "cgroup-writable", "hostUsers", false, "x", 1L),
        spec(Asks.mutate(POD), Map.of("x", 1L)));
    assertEquals(
        Map.of("runtimeClassName", "own", "hostUsers", true),
        spec(Asks.mutate(POD), Map.of("runtimeClassName", "own", "hostUsers", true)));
    assertEquals(
        Map.of("runtimeClassName", "cgroup-writable", "hostUsers", false),
        spec(Asks.mutate(POD), Map.of("runtimeClassName", "", "hostUsers", Written.NULL)));
  }

  @Test
  void aPodThatWouldBeMadeIsInTheNamespaceOfItsTemplate() {
    Map<String, Object> written = Map.of("metadata", Map.of("labels", Map.of()));
    assertEquals(
        Map.of("labels", Map.of(), "namespace", "ml-prod"),
        facts(Written.in(Asks.preview(POD), written))
            .object(Written.NULL)
            .orElseThrow()
            .get("metadata"));
    assertEquals(
        Map.of("labels", Map.of()),
        facts(Written.in(Asks.validate(POD), written))
            .object(Written.NULL)
            .orElseThrow()
            .get("metadata"));
  }

  @Test
  void theRequestIsAsItWasSentButNotThatOfATemplate() {
    assertEquals(
        Map.of("uid", "as sent"),
        facts(Written.in(Asks.validate(POD), Map.of())).request(Written.NULL));
    Map<String, Object> imagined =
        facts(Written.in(Asks.preview(POD), Map.of())).request(Written.NULL);
    assertEquals(Map.of("group", "", "version", "v1", "kind", "Pod"), imagined.get("kind"));
    assertEquals("ml-prod", imagined.get("namespace"));
    assertEquals("CREATE", imagined.get("operation"));
    assertEquals(Map.of("username", "", "groups", List.of()), imagined.get("userInfo"));
  }

  @Test
  void theOldObjectIsThereOnAnUpdateOnly() {
    assertTrue(facts(Written.in(Asks.validate(POD), Map.of())).oldObject("").isEmpty());
    assertEquals(
        Optional.of(Map.of("old", true)),
        facts(Written.in(Asks.update(POD, POD), Map.of())).oldObject(""));
  }

  @Test
  void theNamespaceHasItsNameAndItsLabels() {
    assertEquals(
        Map.of("name", "ml-prod", "labels", Map.of("team", "ml")),
        facts(Asks.validate(POD)).namespaceObject().get("metadata"));
  }

  @Test
  void whatIsNotKnownOfTheNamespaceIsAnErrorAndNotMissing() {
    Map<String, Object> namespace = facts(Asks.validate(POD)).namespaceObject();
    var metadata = (Map<?, ?>) namespace.get("metadata");
    assertTrue(metadata.containsKey("labels"));
    for (Map<?, ?> part : List.of(namespace, metadata)) {
      assertThrows(IllegalStateException.class, () -> part.containsKey("annotations"));
      assertThrows(IllegalStateException.class, () -> part.get("annotations"));
      assertThrows(IllegalStateException.class, part::entrySet);
    }
  }

  @Test
  void thereIsNoObjectWhereNobodyKeptIt() {
    assertTrue(facts(Asks.validate(POD)).object("").isEmpty());
    assertTrue(Manuscript.NONE.oldPod("").isEmpty() && Manuscript.NONE.request("").isEmpty());
  }

  @Test
  void effortIsSpentOnce() {
    var effort = new Effort(10);
    assertTrue(effort.spend(10));
    assertFalse(effort.spend(1));
    assertFalse(effort.spend(0));
  }

  private static Facts facts(Ask ask) {
    return new Facts(ask, Map.of("team", "ml"), ask.pod().spec(), new Effort(1));
  }

  private static Object spec(Ask ask, Map<String, Object> spec) {
    return facts(Written.in(ask, Map.of("spec", spec)))
        .object(Written.NULL)
        .orElseThrow()
        .get("spec");
  }
}
