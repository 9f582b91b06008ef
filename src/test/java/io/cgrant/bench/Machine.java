// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.bench;

import java.lang.management.ManagementFactory;

/// On what something was measured.
public final class Machine {

  private Machine() {}

  /// In words, and without a name: cores, memory, kernel, JDK.
  public static String inWords() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long gigabytes = 0;
    if (system instanceof com.sun.management.OperatingSystemMXBean hardware) {
      gigabytes = Math.round(hardware.getTotalMemorySize() / (double) (1L << 30));
    }
    String release = system.getVersion().replaceFirst("^(\\d+\\.\\d+).*", "$1");
    return "%d cores, %d GiB of memory, %s %s on %s, JDK %s of %s"
        .formatted(
            system.getAvailableProcessors(),
            gigabytes,
            system.getName(),
            release,
            system.getArch(),
            Runtime.version().feature()
                + "."
                + Runtime.version().interim()
                + "."
                + Runtime.version().update(),
            System.getProperty("java.vendor"));
  }
}
