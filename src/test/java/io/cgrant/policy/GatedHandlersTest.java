// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatedHandlersTest {

  @Test
  void blanksAroundANameAreNoPartOfIt() {
    assertEquals(Set.of("one", "two-2"), GatedHandlers.of(List.of("one", " two-2\t")).names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "it's", "Upper", "a b", "-a", "a.b", "a/b"})
  void whatCanBeNoHandlerIsRefused(String name) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> GatedHandlers.of(List.of("one", name)));
    assertTrue(refused.getMessage().contains("\"" + name.strip() + "\""), refused::getMessage);
  }

  @Test
  void theHandlerThatContainerdGivesByAnAnnotationIsRefused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> GatedHandlers.of(List.of("one", " untrusted")));
    assertTrue(
        refused.getMessage().contains("io.kubernetes.cri.untrusted-workload"), refused::getMessage);
    GatedHandlers.of(List.of("untrusted-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void theHandlerOfEveryOtherPodIsRefused(String name) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> GatedHandlers.of(List.of("one", name)));
    assertTrue(refused.getMessage().contains("every pod would have it"), refused::getMessage);
    GatedHandlers.of(List.of(name + "-cgroup-writable"));
  }

  @Test
  void oneMustBeNamed() {
    assertThrows(IllegalArgumentException.class, () -> GatedHandlers.of(List.of()));
  }

  @Test
  void controllersAreTrimmedAndNoneIsBlank() {
    assertEquals(Set.of("a", "b"), new WorkloadControllers(Set.of("a", " b")).usernames());
    assertThrows(IllegalArgumentException.class, () -> new WorkloadControllers(Set.of("a", " ")));
  }
}
