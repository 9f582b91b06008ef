// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What a person reads after `helm install`.
final class NotesTest {

  @Test
  void saysAloudWhatDoesNotWorkYet() {
    String notes = Chart.notes("{}");
    assertTrue(notes.contains("EVERY POD THAT ASKS IS REFUSED"), notes);
    assertTrue(notes.contains("--set certificates.source=certManager"), notes);
    assertFalse(Chart.notes("{certificates: {source: certManager}}").contains("REFUSED"));
  }

  @Test
  void namesTheNextStepAndTheWayBack() {
    String notes = Chart.notes("{runtimeClasses: [{name: mine, handler: cgroup-writable}]}");
    assertTrue(notes.contains("kind: WritableCgroupPolicy"), notes);
    assertTrue(notes.contains("runtimeClassName: mine,"), notes);
    assertFalse(notes.contains("It needs a RuntimeClass"), notes);
    assertTrue(
        notes.contains(
            "kubectl delete validatingwebhookconfiguration,mutatingwebhookconfiguration"),
        notes);
  }
}
