// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.cgrant.drift.Holding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Gathers what a sweep finds, within bounds: of pods beyond them only the number is kept. For one
/// thread at a time.
final class Gathering {

  /// Results of one report. Who has more has one cause, and reads no further.
  static final int MOST_IN_ONE = 100;

  /// Bytes of one report, about. etcd takes 1.5 MB.
  static final int MOST_BYTES = 256 * 1024;

  /// Results of all reports: they are kept in memory, and in etcd.
  static final int MOST_IN_ALL = 5_000;

  /// Reports: each may cost a write.
  static final int MOST_NAMESPACES = 1_000;

  private static final Comparator<PodResult> ORDER =
      Comparator.comparing(PodResult::outcome)
          .thenComparing(PodResult::pod)
          .thenComparing(PodResult::uid);

  private final TreeMap<String, Part> parts = new TreeMap<>();
  private long unreported;
  private int kept;

  private static final class Part {
    private final List<PodResult> failing = new ArrayList<>(1);
    private final List<PodResult> warned = new ArrayList<>(0);
    private int allFailing;
    private int allWarned;
    private int weight;
  }

  void add(Holding holding) {
    Optional<PodResult> result = PodResult.of(holding);
    if (result.isEmpty()) {
      return;
    }
    String namespace = holding.pod().namespace();
    if (!parts.containsKey(namespace) && parts.size() >= MOST_NAMESPACES) {
      unreported++;
      return;
    }
    add(parts.computeIfAbsent(namespace, name -> new Part()), result.get());
  }

  private void add(Part part, PodResult result) {
    switch (result.outcome()) {
      case Fail -> {
        part.allFailing++;
        // What nobody would grant must not be hidden by what is tolerated.
        while (!fits(part, result) && !part.warned.isEmpty()) {
          part.weight -= part.warned.removeLast().weight();
          kept--;
        }
        keep(part, part.failing, result);
      }
      case Warn -> {
        part.allWarned++;
        keep(part, part.warned, result);
      }
    }
  }

  private void keep(Part part, List<PodResult> where, PodResult result) {
    if (fits(part, result)) {
      where.add(result);
      part.weight += result.weight();
      kept++;
    }
  }

  private boolean fits(Part part, PodResult result) {
    return part.failing.size() + part.warned.size() < MOST_IN_ONE
        && kept < MOST_IN_ALL
        && part.weight + result.weight() <= MOST_BYTES;
  }

  Survey end() {
    var namespaces = new TreeMap<String, NamespaceFindings>();
    long leftOut = unreported;
    for (var part : parts.entrySet()) {
      NamespaceFindings findings = findings(part.getValue());
      namespaces.put(part.getKey(), findings);
      leftOut += findings.more();
    }
    return new Survey(namespaces, leftOut);
  }

  private static NamespaceFindings findings(Part part) {
    var results = new ArrayList<PodResult>(part.failing);
    results.addAll(part.warned);
    results.sort(ORDER);
    return new NamespaceFindings(results, part.allFailing, part.allWarned);
  }
}
