// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class JvmMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void countsCollectionsAsTheyHappen() {
    JvmMeters.bindTo(registry);
    double before = collections();
    System.gc();
    assertTrue(collections() > before);
  }

  @Test
  void keepsTheNamesThatDashboardsKnow() {
    JvmMeters.bindTo(registry);
    for (String name : new String[] {"jvm.memory.used", "jvm.threads.live", "jvm.info"}) {
      assertTrue(!registry.find(name).meters().isEmpty(), name);
    }
  }

  private double collections() {
    return registry.find("jvm.gc.pause").functionTimers().stream()
        .mapToDouble(FunctionTimer::count)
        .sum();
  }
}
