// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rerun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class FailsForGoodTest {

  private static final AtomicInteger RUNS = new AtomicInteger();

  @Test
  void whatWouldPassTheNextTimeHasFailedAllTheSame() {
    assertEquals(List.of("out of luck"), failures(Unlucky.class));
    assertEquals(
        List.of("it failed before in this build, which is enough"), failures(Unlucky.class));
  }

  @Test
  void soHasADynamicTest() {
    assertEquals(List.of("out of luck"), failures(UnluckyOfMany.class));
    assertEquals(
        List.of("it failed before in this build, which is enough"), failures(UnluckyOfMany.class));
  }

  private static List<String> failures(Class<?> tests) {
    var summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            summary);
    return summary.getSummary().getFailures().stream()
        .map(failure -> failure.getException().getMessage())
        .toList();
  }

  /// Not found by its name.
  static final class Unlucky {
    @Test
    @FailsForGood
    void failsOnce() {
      if (RUNS.incrementAndGet() == 1) {
        throw new AssertionError("out of luck");
      }
    }
  }

  /// Likewise; of the two tests of each run the first one fails, the first time.
  @FailsForGood
  static final class UnluckyOfMany {

    private static final AtomicInteger STEPS = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> failsOnce() {
      return Stream.of("first", "second").map(name -> dynamicTest(name, UnluckyOfMany::step));
    }

    private static void step() {
      if (STEPS.incrementAndGet() == 1) {
        throw new AssertionError("out of luck");
      }
    }
  }
}
