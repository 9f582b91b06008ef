// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.cluster.Moving;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RightsTest {

  private static final Deed PODS = Deed.listPods("ml");
  private static final Deed NAMESPACE = Deed.getNamespace("ml");

  private final Moving clock = new Moving();
  private final List<String> asked = new ArrayList<>();
  private final Set<String> allowed = new HashSet<>();
  private final Rights rights = new Rights(this::allows, clock);

  private boolean allows(Caller caller, Deed deed) {
    String sentence = caller.username() + caller.groups() + " " + deed.sentence();
    asked.add(sentence);
    return allowed.contains(sentence);
  }

  private static Caller caller(String name, String... groups) {
    return new Caller(name, "", List.of(groups), Map.of());
  }

  @Test
  void theFirstThatIsMissingIsNamedInWordsOfRbac() {
    allowed.add("ann[] list pods in namespace \"ml\"");
    assertEquals(Optional.of(NAMESPACE), rights.missing(caller("ann"), List.of(PODS, NAMESPACE)));
    assertEquals("get namespaces \"ml\"", NAMESPACE.sentence());
    assertEquals("list pods in all namespaces", Deed.listPods("").sentence());
    assertEquals("list a.b", Deed.list("b", "a").sentence());
  }

  @Test
  void aRightThatIsGivenOrTakenAwayCountsAfterSeconds() {
    assertEquals(Optional.of(PODS), rights.missing(caller("ann"), List.of(PODS)));
    allowed.add("ann[] list pods in namespace \"ml\"");
    clock.by(Rights.KEPT_IF_REFUSED.minusMillis(1));
    assertEquals(Optional.of(PODS), rights.missing(caller("ann"), List.of(PODS)));
    clock.by(java.time.Duration.ofMillis(1));
    assertEquals(Optional.empty(), rights.missing(caller("ann"), List.of(PODS)));
    allowed.clear();
    clock.by(Rights.KEPT_IF_ALLOWED.minusMillis(1));
    assertEquals(Optional.empty(), rights.missing(caller("ann"), List.of(PODS)));
    clock.by(java.time.Duration.ofMillis(1));
    assertEquals(Optional.of(PODS), rights.missing(caller("ann"), List.of(PODS)));
    assertEquals(3, asked.size());
  }

  @Test
  void noAnswerAboutOneIsTakenForAnother() {
    allowed.add("ann[devs] list pods in namespace \"ml\"");
    assertEquals(Optional.empty(), rights.missing(caller("ann", "devs"), List.of(PODS)));
    for (Caller other :
        List.of(
            caller("ann"), caller("ann", "dev", "s"), caller("anndevs"), caller("bob", "devs"))) {
      assertEquals(Optional.of(PODS), rights.missing(other, List.of(PODS)), other::toString);
    }
    assertEquals(
        Optional.of(Deed.listPods("ml2")),
        rights.missing(caller("ann", "devs"), List.of(Deed.listPods("ml2"))));
    var withExtra = new Caller("ann", "", List.of("devs"), Map.of("scopes", List.of("none")));
    rights.missing(withExtra, List.of(PODS));
    assertEquals(7, asked.size(), asked::toString);
  }

  @Test
  void whoImpersonatesNeedsTheVerbOnEachOfThem() {
    assertEquals(
        List.of("impersonate users \"bob\"", "impersonate groups \"devs\""),
        Caller.deedsToBe("bob", List.of("devs")).stream().map(Deed::sentence).toList());
    assertEquals(
        List.of("impersonate serviceaccounts \"builder\" in namespace \"ci\""),
        Caller.deedsToBe("system:serviceaccount:ci:builder", List.of()).stream()
            .map(Deed::sentence)
            .toList());
    assertEquals(
        List.of("system:serviceaccounts", "system:serviceaccounts:ci", "system:authenticated"),
        Caller.impersonated("system:serviceaccount:ci:builder", List.of()).groups());
    assertEquals(
        List.of("devs", "system:authenticated"),
        Caller.impersonated("bob", List.of("devs")).groups());
  }
}
