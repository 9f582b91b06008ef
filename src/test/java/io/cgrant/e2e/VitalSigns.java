// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// How a process is, at one moment.
///
/// @param second since the first
/// @param heap in MiB: what is alive
/// @param resident memory in MiB
/// @param threads of the Java machine that live
/// @param files that are open, connections among them
record VitalSigns(double second, double heap, double resident, int threads, int files) {

  static VitalSigns of(PackagedCgrant cgrant, long began, Histogram histogram) {
    long pid = cgrant.pid();
    Double threads = cgrant.metrics().values().get("jvm_threads_live_threads");
    return new VitalSigns(
        (System.nanoTime() - began) / 1e9,
        histogram.mebibytes(),
        resident(pid),
        threads.intValue(),
        files(pid));
  }

  /// Memory of a process, in MiB.
  static double resident(long pid) {
    return Manifests.text(Path.of("/proc/" + pid + "/status"))
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
            .sum()
        / 1024;
  }

  private static int files(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How much a line through these points rises from the first to the last: by the median of the
  /// slopes between any two, which a few odd points do not bend (Theil and Sen).
  static double growth(List<VitalSigns> signs, ToDoubleFunction<VitalSigns> of) {
    var slopes = new ArrayList<Double>();
    for (int i = 0; i < signs.size(); i++) {
      for (int j = i + 1; j < signs.size(); j++) {
        double time = signs.get(j).second() - signs.get(i).second();
        slopes.add((of.applyAsDouble(signs.get(j)) - of.applyAsDouble(signs.get(i))) / time);
      }
    }
    if (slopes.isEmpty()) {
      throw new IllegalArgumentException("no growth is seen in " + signs.size() + " points");
    }
    Collections.sort(slopes);
    double time = signs.getLast().second() - signs.getFirst().second();
    return slopes.get(slopes.size() / 2) * time;
  }
}
