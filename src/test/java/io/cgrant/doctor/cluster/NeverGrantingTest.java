// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.doctor.cluster;

import static io.cgrant.doctor.cluster.ClusterObjects.POLICIES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cgrant.doctor.Concern;
import io.cgrant.doctor.Finding;
import io.cgrant.doctor.Severity;
import io.cgrant.doctor.Told;
import io.cgrant.policy.Enforcement;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies that can never grant, whatever the pod, and those that look like it and can.
final class NeverGrantingTest {

  private static final String ASK = "cgrant.io/writable-cgroup";

  private static final String OF_ASK =
      "its podSelector wants a label "
          + ASK
          + " that is neither \"true\" nor \"false\", and no such pod is granted";

  @TempDir private Path folder;
  private ClusterObjects cluster;

  @BeforeEach
  void prepare() {
    cluster = ClusterObjects.well(folder);
  }

  /// @param match what follows the namespaceSelector
  private List<String> found(Enforcement mode, String match, String require, String more) {
    cluster.replace(
        POLICIES,
        ClusterObjects.policy("ray", require)
                .replace("{team: ml}}", "{team: ml}}" + match)
                .replace("spec:\n", "spec:\n  enforcement: " + mode + "\n")
            + more);
    List<Finding> ready = cluster.found(Concern.PoliciesReady);
    assertEquals(Severity.Ok, ready.getFirst().severity(), ready::toString);
    Told.haveWhyAndFix(cluster.examined());
    return cluster.found(Concern.PolicyRequirements).stream()
        .filter(finding -> finding.severity() != Severity.Ok)
        .map(f -> f.severity() + " " + f.what())
        .toList();
  }

  private List<String> selecting(Enforcement mode, String selector) {
    return found(mode, ", podSelector: {" + selector + "}", "{}", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matchLabels: {cgrant.io/writable-cgroup: 'yes'}",
        "matchLabels: {cgrant.io/writable-cgroup: ''}",
        "matchExpressions: [{key: cgrant.io/writable-cgroup, operator: In, values: ['on', 'off']}]",
        "matchExpressions: [{key: cgrant.io/writable-cgroup, operator: NotIn, values: ['true',"
            + " 'false']}, {key: cgrant.io/writable-cgroup, operator: Exists}]"
      })
  void aPodThatAsksWithAnotherWordIsNeverGranted(String selector) {
    for (Enforcement mode : Enforcement.values()) {
      assertEquals(List.of("Error " + OF_ASK), selecting(mode, selector), mode::toString);
    }
  }

  /// One that opted out and names the class is judged, and granted.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "matchLabels: {cgrant.io/writable-cgroup: 'true'}",
        "matchLabels: {cgrant.io/writable-cgroup: 'false'}",
        "matchExpressions: [{key: cgrant.io/writable-cgroup, operator: DoesNotExist}]",
        "matchExpressions: [{key: cgrant.io/writable-cgroup, operator: NotIn, values: ['true',"
            + " 'false']}]",
        "matchExpressions: [{key: app, operator: NotIn, values: [a, b]}, {key: app, operator:"
            + " Exists}]",
        "matchLabels: {app: a}, matchExpressions: [{key: app, operator: In, values: [a, b]}]"
      })
  void whatAPodCanBeIsNoMistake(String selector) {
    assertEquals(List.of(), selecting(Enforcement.Enforce, selector));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matchLabels: {app: a}, matchExpressions: [{key: app, operator: DoesNotExist}]",
        "matchLabels: {app: a}, matchExpressions: [{key: app, operator: NotIn, values: [a]}]",
        "matchExpressions: [{key: app, operator: In, values: [a]}, {key: app, operator: In,"
            + " values: [b]}]",
        "matchExpressions: [{key: app, operator: Exists}, {key: app, operator: DoesNotExist}]"
      })
  void aSelectorThatExcludesItselfSelectsNobody(String selector) {
    assertEquals(
        List.of("Error its podSelector wants of the label app what excludes itself"),
        selecting(Enforcement.Enforce, selector));
  }

  @Test
  void aConditionThatIsTrueForNoPodSilencesThePolicyInEveryMode() {
    for (Enforcement mode : Enforcement.values()) {
      assertEquals(
          List.of("Error its condition \"never\" is true for no pod"),
          found(mode, ", conditions: [{name: never, expression: 'false'}]", "{}", ""));
      assertEquals(
          List.of(),
          found(mode, ", conditions: [{name: some, expression: object.kind == 'P'}]", "{}", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({"Enforce, 1", "Warn, 0", "Audit, 0"})
  void aRuleThatIsTrueForNoPodRefusesWhereItIsEnforced(Enforcement mode, int mistakes) {
    String require = "{rules: [{name: never, expression: '1 > 2'}]}";
    assertEquals(mistakes, found(mode, "", require, "").size());
  }

  /// What an exception waives is no obstacle in the namespaces that it names, until it ends.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules    | 2099-01-01T00:00:00Z | 1",
        "rules    | 2020-01-01T00:00:00Z | 2",
        "qosClass | 2099-01-01T00:00:00Z | 1",
        "limits   | 2099-01-01T00:00:00Z | 1",
        "seccomp  | 2099-01-01T00:00:00Z | 2"
      })
  void whatAnExceptionWaivesIsNoMistake(String waived, String expires, int mistakes) {
    String require = "{qosClass: [BestEffort], rules: [{name: never, expression: 'false'}]}";
    String exception =
        "  exceptions: [{name: e, namespaces: [ml], waive: [%s], reason: r, owner: o, expires: '%s'}]\n"
            .formatted(waived, expires);
    assertEquals(mistakes, found(Enforcement.Enforce, "", require, exception).size());
  }
}
