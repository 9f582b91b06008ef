// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.policyreport;

import io.cgrant.drift.Holding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What reports say of a pod that runs.
public final class Reports {

  private Reports() {}

  /// A report of each kind, as the API server gets it; none of a pod that may hold what it holds.
  public static List<String> of(Holding holding) {
    return PodResult.of(holding).stream()
        .flatMap(
            result ->
                Stream.of(ReportKind.values())
                    .map(kind -> body(kind, holding.pod().namespace(), result)))
        .toList();
  }

  private static String body(ReportKind kind, String namespace, PodResult result) {
    var findings = new NamespaceFindings(List.of(result), 1, 0);
    return ReportBody.of(kind, namespace, findings, key -> Instant.EPOCH, Optional.empty())
        .toString();
  }
}
