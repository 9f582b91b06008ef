// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cgrant.cel.CelCompiler;
import io.cgrant.policy.Policy;
import io.cgrant.reading.PolicyReader;
import io.cgrant.reading.PolicyReading;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a person reads after `helm install`.
final class NotesTest {

  private static final Pattern POLICY = Pattern.compile("(?s)<<'EOF'\n(.*?)\n *EOF\n");

  private static final String PEM =
      "\"-----BEGIN CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----\\n\"";

  private static final String NOBODY_SCRAPES = "Nobody may scrape";
  private static final String NOBODY_CALLS = "Nobody may call the HTTP API";

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

  /// Whoever copies it shall not be refused for a word of ours.
  @Test
  void theSmallestPolicyIsOneAndGrantsByTheClassOfTheChart() {
    assertEquals("cgroup-writable", policy("{}").grant().runtimeClassName());
    assertEquals(
        "mine",
        policy("{runtimeClasses: [{name: mine, handler: cgroup-writable}]}")
            .grant()
            .runtimeClassName());
  }

  private static Policy policy(String values) {
    String notes = Chart.notes(values);
    var found = POLICY.matcher(notes);
    assertTrue(found.find(), notes);
    PolicyReading reading =
        PolicyReader.read(Chart.yaml(found.group(1).stripIndent()), new CelCompiler());
    return assertInstanceOf(PolicyReading.Ready.class, reading, reading::toString).policy();
  }

  @Test
  void aSecretOfYoursIsNamedWithTheNameThatItMustHave() {
    String notes =
        Chart.notes(
            "{certificates: {source: secret, secretName: mine, caBundle: %s}}".formatted(PEM));
    assertTrue(notes.contains("Secret mine, which must name cgrant.cgrant.svc"), notes);
    assertFalse(notes.contains("cgrant-certificates"), notes);
  }

  @Test
  void anAddressOutsideIsNamedInThePlaceOfACertificate() {
    String notes =
        Chart.notes(
            "{replicas: 0, webhooks: {url: 'https://10.0.0.7:8443', caBundle: %s}}".formatted(PEM));
    assertTrue(notes.contains("The API server asks https://10.0.0.7:8443"), notes);
    assertFalse(notes.contains("cgrant-certificates"), notes);
  }

  @Test
  void noTestIsNamedWhereThereIsNone() {
    String notes = Chart.notes("{tests: {enabled: false}}");
    assertFalse(notes.contains("helm test"), notes);
    assertTrue(notes.contains("kubectl rollout status deployment/cgrant -n cgrant\n2."), notes);
  }

  @Test
  void saysWhereAMonitorReachesNobody() {
    for (String monitor : new String[] {"serviceMonitor", "podMonitor"}) {
      String on = "metrics: {" + monitor + ": {enabled: true}}";
      String notes = Chart.notes("{" + on + "}");
      assertTrue(notes.contains(NOBODY_SCRAPES), notes);
      String named = "networkPolicy: {metricsFrom: [{podSelector: {}}]}";
      assertFalse(Chart.notes("{" + on + ", " + named + "}").contains(NOBODY_SCRAPES));
      String open = "networkPolicy: {enabled: false}";
      assertFalse(Chart.notes("{" + on + ", " + open + "}").contains(NOBODY_SCRAPES));
    }
    assertFalse(Chart.notes("{}").contains(NOBODY_SCRAPES));
  }

  @Test
  void saysWhereNobodyMayCallTheApi() {
    assertTrue(Chart.notes("{api: {enabled: true}}").contains(NOBODY_CALLS));
    assertFalse(
        Chart.notes("{api: {enabled: true}, networkPolicy: {apiFrom: [{podSelector: {}}]}}")
            .contains(NOBODY_CALLS));
    assertFalse(
        Chart.notes("{api: {enabled: true}, networkPolicy: {enabled: false}}")
            .contains(NOBODY_CALLS));
    assertFalse(Chart.notes("{}").contains(NOBODY_CALLS));
  }
}
