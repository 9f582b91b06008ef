// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.pod.Pods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// As `k8s.io/apimachinery/pkg/labels` has it.
class LabelSelectorTest {

  private static final Map<String, String> RED = Map.of("color", "red");
  private static final Map<String, String> BLUE = Map.of("color", "blue");
  private static final Map<String, String> EMPTY_VALUE = Map.of("color", "");
  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, Set<String>> NO_LIMITS = Map.of();

  @Test
  void everythingHoldsForAll() {
    assertTrue(LabelSelector.EVERYTHING.matches(NONE));
    assertTrue(LabelSelector.EVERYTHING.matches(RED));
  }

  @Test
  void aLabelMustBeThereWithThatValue() {
    assertHolds(new LabelSelector(RED, List.of()), true, false, false, false);
  }

  @Test
  void inWantsOneOfTheValuesAndTheLabelItself() {
    assertHolds(
        one(new LabelSelector.In("color", Set.of("red", "green"))), true, false, false, false);
    assertHolds(one(new LabelSelector.In("color", Set.of(""))), false, false, true, false);
  }

  @Test
  void notInHoldsForALabelThatIsMissing() {
    assertHolds(one(new LabelSelector.NotIn("color", Set.of("red"))), false, true, true, true);
    assertHolds(one(new LabelSelector.NotIn("color", Set.of(""))), true, true, false, true);
  }

  @Test
  void existsAsksForTheLabelAndNotItsValue() {
    assertHolds(one(new LabelSelector.Exists("color")), true, true, true, false);
    assertHolds(one(new LabelSelector.DoesNotExist("color")), false, false, false, true);
  }

  @Test
  void whatNoLabelMeetsIsImpossible() {
    assertEquals(Optional.empty(), LabelSelector.EVERYTHING.impossible(NO_LIMITS));
    assertEquals(
        Optional.of("color"),
        new LabelSelector(RED, List.of(new LabelSelector.NotIn("color", Set.of("red"))))
            .impossible(NO_LIMITS));
    assertEquals(
        Optional.of("size"),
        new LabelSelector(
                RED,
                List.of(new LabelSelector.Exists("size"), new LabelSelector.DoesNotExist("size")))
            .impossible(NO_LIMITS));
    // Some other value there always is, and some other label.
    assertEquals(
        Optional.empty(),
        new LabelSelector(
                RED,
                List.of(
                    new LabelSelector.NotIn("size", Set.of("1", "")),
                    new LabelSelector.Exists("size")))
            .impossible(NO_LIMITS));
  }

  @Test
  void aLabelThatIsLimitedHasOneOfTheseValuesOrIsNotThere() {
    Map<String, Set<String>> limits = Map.of("color", Set.of("red", "green"));
    assertEquals(Optional.empty(), new LabelSelector(RED, List.of()).impossible(limits));
    assertEquals(Optional.of("color"), new LabelSelector(BLUE, List.of()).impossible(limits));
    var notRed = new LabelSelector.NotIn("color", Set.of("red", "green"));
    assertEquals(Optional.empty(), one(notRed).impossible(limits));
    assertEquals(
        Optional.of("color"),
        new LabelSelector(NONE, List.of(notRed, new LabelSelector.Exists("color")))
            .impossible(limits));
    assertEquals(Optional.empty(), one(new LabelSelector.DoesNotExist("color")).impossible(limits));
  }

  @Test
  void everythingInItMustHold() {
    var both = new LabelSelector(RED, List.of(new LabelSelector.Exists("size")));
    assertFalse(both.matches(RED));
    assertFalse(both.matches(Map.of("size", "1")));
    assertTrue(both.matches(Map.of("color", "red", "size", "1")));
    var twoLabels = new LabelSelector(Map.of("color", "red", "size", "1"), List.of());
    assertFalse(twoLabels.matches(RED));
  }

  @Test
  void aMatchWithNothingInItMatchesNothing() {
    var pod = Pods.granted().withServiceAccount("ray-head").view();
    var empty = new Match(Optional.empty(), Optional.empty(), Set.of());
    assertFalse(empty.matches(pod, RED));
    var all = Optional.of(LabelSelector.EVERYTHING);
    assertTrue(new Match(all, Optional.empty(), Set.of()).matches(pod, RED));
    assertTrue(new Match(Optional.empty(), all, Set.of()).matches(pod, RED));
    assertTrue(new Match(Optional.empty(), Optional.empty(), Set.of("ray-head")).matches(pod, RED));
    assertFalse(new Match(all, all, Set.of("default")).matches(pod, RED));
    var red = Optional.of(new LabelSelector(RED, List.of()));
    assertFalse(new Match(red, all, Set.of("ray-head")).matches(pod, BLUE));
    assertFalse(new Match(all, red, Set.of("ray-head")).matches(pod, RED));
  }

  private static LabelSelector one(LabelSelector.Requirement requirement) {
    return new LabelSelector(Map.of(), List.of(requirement));
  }

  private static void assertHolds(
      LabelSelector selector, boolean red, boolean blue, boolean emptyValue, boolean none) {
    assertEquals(red, selector.matches(RED), "red");
    assertEquals(blue, selector.matches(BLUE), "blue");
    assertEquals(emptyValue, selector.matches(EMPTY_VALUE), "empty value");
    assertEquals(none, selector.matches(NONE), "none");
  }
}
