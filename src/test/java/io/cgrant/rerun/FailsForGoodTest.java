// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.rerun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class FailsForGoodTest {

  private static final AtomicInteger RUNS = new AtomicInteger();

  @Test
  void whatWouldPassTheNextTimeHasFailedAllTheSame() {
    assertEquals(List.of("out of luck"), failures());
    assertEquals(List.of("it failed before in this build, which is enough"), failures());
  }

  private static List<String> failures() {
    var summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Unlucky.class)).build(),
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
}
