// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

/// What every finding must tell, whatever it is.
public final class Told {

  private Told() {}

  public static List<Finding> of(Diagnosis diagnosis, Concern concern) {
    return diagnosis.findings().stream().filter(f -> f.concern() == concern).toList();
  }

  /// Also one of severity `Info`: where nothing has to be done, it says that.
  public static void haveWhyAndFix(Diagnosis diagnosis) {
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity() != Severity.Ok) {
        assertFalse(finding.what().isBlank(), finding::toString);
        assertFalse(finding.why().isBlank(), finding::toString);
        assertFalse(finding.fix().isBlank(), finding::toString);
      }
    }
  }
}
