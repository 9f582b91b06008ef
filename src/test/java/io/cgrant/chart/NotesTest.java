// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What a person reads after `helm install`.
final class NotesTest {

  @Test
  void saysWhereTheCertificateIs() {
    String notes = Chart.notes("{}");
    assertTrue(notes.contains("Secret cgrant-certificates"), notes);
    String managed = Chart.notes("{certificates: {source: certManager}}");
    assertTrue(managed.contains("kubectl get certificate"), managed);
    assertFalse(managed.contains("cgrant-certificates"), managed);
  }

  @Test
  void namesTheNextStepAndTheWayBack() {
    String notes = Chart.notes("{runtimeClasses: [{name: mine, handler: cgroup-writable}]}");
    assertTrue(notes.contains("kind: WritableCgroupPolicy"), notes);
    assertTrue(notes.contains("runtimeClassName: mine,"), notes);
    assertFalse(notes.contains("It needs a RuntimeClass"), notes);
    assertTrue(notes.contains("helm test cgrant -n cgrant --logs"), notes);
    assertTrue(
        notes.contains(
            "kubectl delete validatingwebhookconfiguration,mutatingwebhookconfiguration"),
        notes);
  }
}
