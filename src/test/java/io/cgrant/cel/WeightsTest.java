// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.policy.Effort;
import io.cgrant.policy.Evaluation;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WeightsTest {

  private static final String SPENT =
      "it takes more work than the expressions of one request may cost";

  @Test
  void eachPartCountsAsOftenAsItIsReached() {
    var weights = new Weights(new Effort(0));
    List<Object> pair = List.of("a", 1L);
    assertEquals(1, weights.of(true));
    assertEquals(3, weights.of("12345678"));
    assertEquals(3, weights.of(pair));
    assertEquals(7, weights.of(List.of(pair, pair)));
    assertEquals(6, weights.of(Map.of("k", Optional.of(pair))));
    assertEquals(64, weights.of(Collections.nCopies(63, 1L)));
  }

  @Test
  void aStepIsForEightPartsBeyondTheFirst() {
    var effort = new Effort(100);
    assertEquals(864, new Weights(effort).of(Collections.nCopies(863, 1L)));
    assertTrue(effort.spend(0));
    assertThrows(
        OutOfEffort.class, () -> new Weights(new Effort(99)).of(Collections.nCopies(863, 1L)));
  }

  @Test
  void whatIsLeftIsNotOverdrawnByTheLastValue() {
    var list = new Endless();
    assertThrows(OutOfEffort.class, () -> new Weights(new Effort(1)).of(list));
    assertTrue(list.looks < 1_000, "looked at " + list.looks);
  }

  @Test
  void allThatOneEvaluationWeighsIsBounded() {
    var weights = new Weights(new Effort(1_000_000));
    for (int i = 0; i < 3; i++) {
      weights.of(Collections.nCopies(30_000, 1L));
    }
    assertThrows(OutOfEffort.class, () -> weights.of(Collections.nCopies(30_000, 1L)));
  }

  @Test
  void aLargePodIsWeighedOnceAndNotAgainAndAgain() {
    String weighed = "[object.spec.tolerations].size()";
    String pod = podOf(90_000);
    assertEquals(Evaluation.TRUE, Evaluated.of(weighed + " == 1", pod));
    assertEquals(SPENT, Evaluated.failure("[%s, %s].size() > 0".formatted(weighed, weighed), pod));
    assertEquals(SPENT, Evaluated.failure(weighed + " == 1", podOf(249_000)));
  }

  /// Once where it is made, once where it is put into the map, and once as a part of that.
  @Test
  void whatALoopPutsIntoAMapIsWeighedOnce() {
    assertEquals(
        Evaluation.TRUE,
        Evaluated.of(
            "[1].transformMapEntry(i, x, {i: object.spec.tolerations}).size() == 1",
            podOf(30_000)));
  }

  private static String podOf(int tolerations) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"tolerations\":[%s]}}"
        .formatted(String.join(",", Collections.nCopies(tolerations, "{}")));
  }

  private static final class Endless extends AbstractList<Object> {
    private int looks;

    @Override
    public Object get(int index) {
      looks++;
      return 1L;
    }

    @Override
    public int size() {
      return 240_000;
    }
  }
}
