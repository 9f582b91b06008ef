// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import java.util.List;

/// All that one look found.
///
/// @param findings in the order of the concerns, the worst of each first
/// @param unseen what could not be looked at, each a sentence that says why; what depends on it was
/// not judged
public record Diagnosis(List<Finding> findings, List<String> unseen) {

  public Diagnosis {
    findings = List.copyOf(findings);
    // Of an API server that does not answer every list says the same.
    unseen = unseen.stream().distinct().toList();
  }

  public long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
